using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Rules;

/// <summary>A RequestAuthentication as written: whose tokens are taken.</summary>
public sealed record RequestAuthenticationRule : IPolicyRule
{
    public required ResourceMeta Meta { get; init; }
    public LabelSelectorRule? Selector { get; init; }
    public TargetRefRule[] TargetRefs { get; init; } = [];
    public JwtRuleRule[] JwtRules { get; init; } = [];
}

/// <summary>One issuer: its keys, where its tokens are looked for, and what is done with one.</summary>
public sealed record JwtRuleRule
{
    public required int Position { get; init; }
    public Located<string>? Issuer { get; init; }
    public Located<string>[] Audiences { get; init; } = [];
    public Located<string>? JwksUri { get; init; }
    public Located<string>? Jwks { get; init; }
    public JwtHeaderRule[] FromHeaders { get; init; } = [];
    public Located<string>[] FromParams { get; init; } = [];
    public Located<string>[] FromCookies { get; init; } = [];
    public Located<string>? OutputPayloadToHeader { get; init; }
    public ClaimHeaderRule[] OutputClaimToHeaders { get; init; } = [];
    public bool ForwardOriginalToken { get; init; }
    public Located<TimeSpan>? Timeout { get; init; }
    public Located<string>[] SpaceDelimitedClaims { get; init; } = [];
    public required SourceRef Source { get; init; }
}

/// <summary>A header that carries a token, and what stands before it there.</summary>
public sealed record JwtHeaderRule(Located<string>? Name, Located<string>? Prefix, SourceRef Source);

/// <summary>A header that gets a claim.</summary>
public sealed record ClaimHeaderRule(Located<string>? Header, Located<string>? Claim, SourceRef Source);
