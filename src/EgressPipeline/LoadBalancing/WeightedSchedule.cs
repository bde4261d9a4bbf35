using EgressPipeline.Clusters;

namespace EgressPipeline.LoadBalancing;

/// <summary>Lays endpoints out in a cycle in which each appears as often as its weight says and as evenly as possible.</summary>
internal static class WeightedSchedule
{
    /// <summary>Weights are scaled down so that a cycle is not longer than this (or than the number of endpoints).</summary>
    private const int MaxLength = 4096;

    public static EndpointState[] Build(EndpointState[] endpoints)
    {
        var weights = Scale(endpoints);
        var total = weights.Sum();
        var schedule = new EndpointState[total];
        var current = new int[weights.Length];
        for (var slot = 0; slot < total; slot++)
            schedule[slot] = endpoints[Next(current, weights, total)];
        return schedule;
    }

    /// <summary>Smooth weighted round robin: everyone gains its weight, the richest is taken and pays the total.</summary>
    private static int Next(int[] current, int[] weights, int total)
    {
        var best = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            current[i] += weights[i];
            if (current[i] > current[best])
                best = i;
        }
        current[best] -= total;
        return best;
    }

    private static int[] Scale(EndpointState[] endpoints)
    {
        var divisor = endpoints.Aggregate(0, static (divisor, endpoint) => Gcd(divisor, endpoint.Weight));
        var total = endpoints.Sum(endpoint => (long)endpoint.Weight / divisor);
        var factor = Math.Min(1.0, (double)MaxLength / total);
        return Array.ConvertAll(endpoints, endpoint => Math.Max(1, (int)(endpoint.Weight / divisor * factor)));
    }

    private static int Gcd(int a, int b) => b == 0 ? a : Gcd(b, a % b);
}
