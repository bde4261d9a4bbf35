using EgressPipeline.Policy.Comparison.Boxes;

namespace EgressPipeline.Policy.Comparison.Differences;

/// <summary>A set of calls of one context about which the plans differ in one way.</summary>
/// <param name="Kind">In which way.</param>
/// <param name="Calls">All of them; where treatment or audit changes, those among them that both plans allow.</param>
/// <param name="Sure">Calls of which every one shows the difference.</param>
/// <param name="LeftStep">Which route of the old plan takes them; -1 when that does not matter.</param>
/// <param name="RightStep">Which route of the new plan does.</param>
internal sealed record Difference(DifferenceKind Kind, Box Calls, Box Sure, int LeftStep, int RightStep);
