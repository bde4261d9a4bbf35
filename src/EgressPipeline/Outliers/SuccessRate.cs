using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Outliers;

/// <summary>Which success rates are so low that they stand out, by Envoy's arithmetic.</summary>
internal static class SuccessRate
{
    /// <summary>Below this rate an endpoint is an outlier: the mean less a number of standard deviations (of the population).</summary>
    /// <param name="rates">Percentages, at least one.</param>
    /// <param name="stdevFactor">Deviations, in thousandths.</param>
    public static double Threshold(IReadOnlyCollection<double> rates, int stdevFactor)
    {
        var mean = rates.Sum() / rates.Count;
        var variance = rates.Sum(rate => (rate - mean) * (rate - mean)) / rates.Count;
        return mean - (stdevFactor / 1000.0 * Math.Sqrt(variance));
    }

    /// <summary>The endpoints of an interval that stand out. Takes the counts of all of them, so that the next interval starts anew.</summary>
    /// <param name="plan">Who is looked at.</param>
    /// <param name="all">Every endpoint of the group.</param>
    /// <param name="count">Which count.</param>
    public static List<T> Outliers<T>(SuccessRatePlan plan, IReadOnlyList<T> all, Func<T, SuccessCount?> count)
        where T : class
    {
        var rated = new List<(T Endpoint, double Rate)>();
        foreach (var endpoint in all)
            if (count(endpoint) is { } counted && counted.Take(out var rate) >= plan.RequestVolume)
                rated.Add((endpoint, rate));
        if (rated.Count == 0 || rated.Count < plan.MinimumHosts)
            return [];
        var threshold = Threshold(rated.ConvertAll(static item => item.Rate), plan.StdevFactor);
        return rated.FindAll(item => item.Rate < threshold).ConvertAll(static item => item.Endpoint);
    }
}
