namespace EgressPipeline.Policy.Tokens;

/// <summary>A header that gets a claim.</summary>
/// <param name="Header">Lower-case.</param>
/// <param name="Claim">Name of the claim; dots lead into objects.</param>
public sealed record ClaimHeaderPlan(string Header, string Claim);
