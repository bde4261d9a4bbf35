using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Tokens;

/// <summary>One rule of a RequestAuthentication: whose tokens are taken, where they are looked for, and what is done with one. Immutable.</summary>
public sealed record JwtRulePlan
{
    /// <summary><c>RequestAuthentication/ns/name#jwtRules[0]</c>.</summary>
    public required RuleRef Rule { get; init; }

    /// <summary>What <c>iss</c> must be.</summary>
    public required string Issuer { get; init; }

    /// <summary>One of them must be in <c>aud</c>; empty = any audience.</summary>
    public string[] Audiences { get; init; } = [];

    /// <summary>The key set as written (JSON), or null.</summary>
    public string? Jwks { get; init; }

    /// <summary>Where the key set is fetched; null without <see cref="Jwks"/> = what the issuer's OpenID configuration says.</summary>
    public string? JwksUri { get; init; }

    /// <summary>Bound of fetching the keys; zero = the default.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>Headers that carry a token.</summary>
    public JwtHeaderPlan[] FromHeaders { get; init; } = [];

    /// <summary>Query parameters that carry a token.</summary>
    public string[] FromParams { get; init; } = [];

    /// <summary>Cookies that carry a token.</summary>
    public string[] FromCookies { get; init; } = [];

    /// <summary>Header that gets the payload of a good token (base64url); null = none. Lower-case.</summary>
    public string? PayloadHeader { get; init; }

    /// <summary>Headers that get claims of a good token.</summary>
    public ClaimHeaderPlan[] ClaimHeaders { get; init; } = [];

    /// <summary>True when the token goes on to the service.</summary>
    public bool ForwardsToken { get; init; }

    /// <summary>Claims whose text is a list of words.</summary>
    public string[] SpaceDelimitedClaims { get; init; } = [];

    /// <summary>What of this rule a token does not fulfil, as far as its claims say; signature and times are another matter.</summary>
    public JwtMismatch Judge(RequestClaims claims)
    {
        if (claims.Issuer is not { } issuer || AsciiText.Text(issuer) != Issuer)
            return JwtMismatch.Issuer;
        if (Audiences.Length == 0)
            return JwtMismatch.None;
        foreach (var text in claims.Find(["aud"])?.Texts ?? [])
            if (Array.Exists(Audiences, audience => Bare(audience) == Bare(AsciiText.Text(text))))
                return JwtMismatch.None;
        return JwtMismatch.Audience;
    }

    // Audiences that are URLs are compared as Envoy does: without their scheme and a slash at the end.
    private static string Bare(string audience)
    {
        var start = audience.StartsWith("https://", StringComparison.Ordinal) ? 8 : audience.StartsWith("http://", StringComparison.Ordinal) ? 7 : 0;
        var end = audience.EndsWith("/", StringComparison.Ordinal) ? audience.Length - 1 : audience.Length;
        return end > start ? audience.Substring(start, end - start) : audience;
    }
}
