using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policies;

/// <summary>Which policies are in force and how the last reading went: what health, admin and the log tell.</summary>
/// <param name="Generation">1 for the first plan, one more for each that was published.</param>
/// <param name="PlanHash">Of the plan in force.</param>
/// <param name="Counts">What the plan in force was made of.</param>
/// <param name="LoadedAt">When the plan in force was published.</param>
/// <param name="Failure">The last reading, when it was refused and the plan in force is therefore older than the files; else null.</param>
internal sealed record PolicyStatus(int Generation, string PlanHash, PlanCounts Counts, DateTimeOffset LoadedAt, PolicyFailure? Failure);

/// <summary>A reading of the policies that was refused.</summary>
/// <param name="At">When.</param>
/// <param name="Problems">Why, one line each; never empty.</param>
internal sealed record PolicyFailure(DateTimeOffset At, IReadOnlyList<string> Problems)
{
    /// <summary>The first problem and how many more there are.</summary>
    public string Summary => Problems.Count == 1 ? Problems[0] : $"{Problems[0]} (and {Problems.Count - 1} more)";
}
