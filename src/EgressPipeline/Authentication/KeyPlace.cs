using EgressPipeline.Policy.Tokens;

namespace EgressPipeline.Authentication;

/// <summary>Where keys are fetched: a key set, or the OpenID configuration of an issuer that names one.</summary>
/// <param name="Uri">Of the key set, or of the issuer.</param>
/// <param name="IsIssuer">True when <paramref name="Uri"/> is the issuer.</param>
/// <param name="Timeout">Bound of fetching.</param>
internal sealed record KeyPlace(string Uri, bool IsIssuer, TimeSpan Timeout)
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5); // Istio's
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromMinutes(1);

    public static KeyPlace Of(JwtRulePlan rule)
    {
        var timeout = rule.Timeout == TimeSpan.Zero ? DefaultTimeout : rule.Timeout;
        return new KeyPlace(rule.JwksUri ?? rule.Issuer, rule.JwksUri is null, timeout < MaxTimeout ? timeout : MaxTimeout);
    }
}
