namespace EgressPipeline.Tests;

/// <summary>Judges drawn counts by Pearson's statistic, so that a share is neither asserted exactly nor by a guess.</summary>
internal static class ChiSquare
{
    /// <summary>Quantiles at 0.999 by degrees of freedom: a right chooser exceeds them once in a thousand seeds, and seeds are fixed.</summary>
    private static readonly double[] Bounds = [0, 10.83, 13.82, 16.27, 18.47, 20.52];

    /// <summary>Fails when the counts are no likely outcome of the shares.</summary>
    /// <param name="counts">How often each outcome was drawn.</param>
    /// <param name="shares">The share of each, with a sum of 1.</param>
    public static void AssertFits(int[] counts, double[] shares)
    {
        var total = counts.Sum();
        var statistic = counts.Zip(shares, (count, share) => Math.Pow(count - total * share, 2) / (total * share)).Sum();
        Assert.True(statistic < Bounds[counts.Length - 1], $"chi-square {statistic:F2} for {string.Join(", ", counts)}");
    }
}
