namespace EgressPipeline.Policy.Testing;

/// <summary>Which rules were exercised. A rule counts when it decided: a rule that another one hides is not tested.</summary>
/// <param name="Items">Every rule of the policy set by file and line.</param>
public sealed record PolicyCoverage(IReadOnlyList<CoverageItem> Items)
{
    public static readonly PolicyCoverage Empty = new([]);

    public int Exercised => Items.Count(item => item.Cases > 0);

    /// <summary>0..100, rounded down, so that 100 means all; 100 where there is nothing to exercise.</summary>
    public int Percent => Items.Count == 0 ? 100 : Exercised * 100 / Items.Count;

    /// <summary>The rules that no case exercised.</summary>
    public IEnumerable<CoverageItem> Missing => Items.Where(item => item.Cases == 0);
}
