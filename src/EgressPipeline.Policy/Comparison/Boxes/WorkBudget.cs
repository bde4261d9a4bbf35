namespace EgressPipeline.Policy.Comparison.Boxes;

/// <summary>
/// Bounds the work on one comparison: products of conditions can be larger than any machine. Once spent it stays spent, what
/// was computed since is worthless, and the caller reports that it could not compare exactly.
/// </summary>
internal sealed class WorkBudget(int boxes)
{
    private int _left = boxes;

    public bool IsSpent => _left < 0;

    /// <summary>Takes a number of boxes; false when there are not that many left.</summary>
    public bool Take(int count)
    {
        _left = _left < count ? -1 : _left - count;
        return _left >= 0;
    }
}
