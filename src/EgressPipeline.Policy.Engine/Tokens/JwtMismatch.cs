namespace EgressPipeline.Policy.Tokens;

/// <summary>Which demand of a rule the claims of a token do not fulfil.</summary>
public enum JwtMismatch
{
    None,

    /// <summary>The token is another issuer's.</summary>
    Issuer,

    /// <summary>The token is meant for others.</summary>
    Audience,
}
