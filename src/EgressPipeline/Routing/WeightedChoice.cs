using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Routing;

/// <summary>Picks a destination by its share of the total weight.</summary>
internal static class WeightedChoice
{
    /// <summary>A destination; a single one takes everything whatever its weight.</summary>
    public static ref readonly WeightedCluster Pick(WeightedCluster[] destinations, int totalWeight, Random random)
    {
        if (destinations.Length == 1)
            return ref destinations[0];
        var at = random.Next(totalWeight);
        for (var i = 0; i < destinations.Length - 1; i++)
        {
            at -= destinations[i].Weight;
            if (at < 0)
                return ref destinations[i];
        }
        return ref destinations[^1];
    }
}
