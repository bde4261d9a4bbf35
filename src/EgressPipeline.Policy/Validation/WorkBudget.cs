namespace EgressPipeline.Policy.Validation;

/// <summary>
/// Bounds comparisons of everything with everything, so that a hostile file cannot hold up a build. Real policy sets stay
/// far below; where the budget ends, advice ends, never a check that keeps a wrong plan from being compiled.
/// </summary>
internal sealed class WorkBudget(long comparisons)
{
    private long _left = comparisons;

    public bool IsSpent => _left < 0;

    /// <summary>Takes so many comparisons; false when they are not left.</summary>
    public bool Spend(long comparisons) => (_left -= comparisons) >= 0;
}
