using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text;
using EgressPipeline.Policy.Validation.Keys;

namespace EgressPipeline.Policy.Validation;

/// <summary>Rules of one RequestAuthentication.</summary>
internal static class RequestAuthenticationValidator
{
    /// <summary>What else than letters and digits the API takes in the name of a header for a claim.</summary>
    private const string ClaimHeaderExtras = "-_";

    public static void Validate(RequestAuthenticationRule policy, DiagnosticBag bag)
    {
        CommonChecks.CheckMeta(policy, bag);
        LabelChecks.CheckSelector(policy.Selector, bag);
        foreach (var target in policy.TargetRefs)
            TargetRefChecks.Check(target, bag);
        foreach (var rule in policy.JwtRules)
            CheckRule(rule, bag);
    }

    private static void CheckRule(JwtRuleRule rule, DiagnosticBag bag)
    {
        if (rule.Issuer.TextOrEmpty().Length == 0)
            bag.Report(RequestAuthenticationDiagnostics.EmptyValue, rule.Issuer?.Source ?? rule.Source, "issuer");
        CheckNotEmpty("audiences", rule.Audiences, bag);
        CheckNotEmpty("fromParams", rule.FromParams, bag);
        CheckNotEmpty("fromCookies", rule.FromCookies, bag);
        CheckNotEmpty("spaceDelimitedClaims", rule.SpaceDelimitedClaims, bag);
        CheckKeys(rule, bag);
        foreach (var header in rule.FromHeaders)
            CheckHeader("fromHeaders.name", header.Name, bag);
        if (rule.OutputPayloadToHeader is { Value.Length: > 0 } payload)
            CheckHeader("outputPayloadToHeader", payload, bag);
        foreach (var claim in rule.OutputClaimToHeaders)
        {
            CheckHeader("outputClaimToHeaders.header", claim.Header, bag, ClaimHeaderExtras);
            if (claim.Claim is { Value.Length: 0 })
                bag.Report(RequestAuthenticationDiagnostics.EmptyValue, claim.Claim.Source, "outputClaimToHeaders.claim");
        }
    }

    private static void CheckKeys(JwtRuleRule rule, DiagnosticBag bag)
    {
        if (rule.JwksUri is { } uri && UriProblem(uri.Value) is { } problem)
            bag.Report(RequestAuthenticationDiagnostics.BadUri, uri.Source, uri.Value, problem);
        if (rule.Jwks is { Value.Length: > 0 } jwks && JwksCheck.Problem(jwks.Value) is { } bad)
            bag.Report(RequestAuthenticationDiagnostics.BadKeys, jwks.Source, bad);
        if (rule.JwksUri is null && rule.Jwks.TextOrEmpty().Length == 0 && rule.Issuer is { Value.Length: > 0 } issuer && UriProblem(issuer.Value) is not null)
            bag.Report(RequestAuthenticationDiagnostics.NoKeys, issuer.Source, issuer.Value);
    }

    private static string? UriProblem(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            return "it must begin with http:// or https://";
        return uri.Host.Length == 0 ? "it names no host" : null;
    }

    // A missing name is the schema's finding.
    private static void CheckHeader(string field, Located<string>? name, DiagnosticBag bag, string? extras = null)
    {
        if (name is null)
            return;
        if (name.Value.Length == 0)
            bag.Report(RequestAuthenticationDiagnostics.EmptyValue, name.Source, field);
        else if (HeaderOperationsValidator.IsAuthority(name.Value) || !HttpTokens.IsToken(name.Value) || !IsOf(name.Value, extras))
            bag.Report(ValueDiagnostics.BadHeaderName, name.Source, name.Value, "it cannot carry a token or a claim");
    }

    private static bool IsOf(string name, string? extras) => extras is null || name.All(c => char.IsLetterOrDigit(c) || extras.IndexOf(c) >= 0);

    private static void CheckNotEmpty(string field, Located<string>[] values, DiagnosticBag bag)
    {
        foreach (var value in values)
            if (value.Value.Length == 0)
                bag.Report(RequestAuthenticationDiagnostics.EmptyValue, value.Source, field);
    }
}
