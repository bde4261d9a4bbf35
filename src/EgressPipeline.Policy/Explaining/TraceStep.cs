using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Explaining;

/// <summary>What one stage said about a call.</summary>
/// <param name="Stage">The stage's name in the picture of the pipeline; <c>cluster</c> for where the call may go.</param>
/// <param name="Text">What it said.</param>
/// <param name="Rule">The rule that made it say so, or null.</param>
/// <param name="Details">Further lines.</param>
public sealed record TraceStep(string Stage, string Text, RuleRef? Rule, IReadOnlyList<string> Details);
