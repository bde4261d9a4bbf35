namespace EgressPipeline.Policy.Tokens;

/// <summary>A header that carries a token.</summary>
/// <param name="Name">Lower-case.</param>
/// <param name="Prefix">What stands before the token; empty = nothing. Without it in the header there is no token.</param>
public sealed record JwtHeaderPlan(string Name, string Prefix);
