namespace EgressPipeline.Policy.Comparison.Regions;

/// <summary>One thing that is done differently with a call.</summary>
/// <param name="Name">For example <c>timeout</c>, <c>TLS</c>, <c>goes to</c>.</param>
/// <param name="Old">In words; empty when the old plan does nothing of the kind.</param>
/// <param name="New">In words; empty when the new plan does nothing of the kind.</param>
public sealed record AspectChange(string Name, string Old, string New);
