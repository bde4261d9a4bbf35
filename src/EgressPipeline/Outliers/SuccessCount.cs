namespace EgressPipeline.Outliers;

/// <summary>Counts attempts and successes of one endpoint between two intervals. Safe for concurrent use.</summary>
internal sealed class SuccessCount
{
    private int _total;
    private int _succeeded;

    public void Add(bool succeeded)
    {
        Interlocked.Increment(ref _total);
        if (succeeded)
            Interlocked.Increment(ref _succeeded);
    }

    /// <summary>What was counted; counting starts anew.</summary>
    /// <param name="percentage">Successes in a hundred; meaningless without attempts.</param>
    /// <returns>Attempts.</returns>
    public int Take(out double percentage)
    {
        var total = Interlocked.Exchange(ref _total, 0);
        percentage = 100.0 * Math.Min(total, Interlocked.Exchange(ref _succeeded, 0)) / Math.Max(1, total);
        return total;
    }
}
