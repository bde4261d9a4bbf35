namespace EgressPipeline.LoadBalancing;

/// <summary>
/// How many of a hundred calls each priority gets, by Envoy's integer arithmetic: a priority holds its calls until less than
/// 100/1.4 % of it is healthy, what it cannot hold spills over to the next, and when all together hold too little, priorities
/// below the panic threshold use their unhealthy endpoints as well.
/// </summary>
internal static class PriorityLoads
{
    /// <summary>Envoy's overprovisioning factor of 1.4, in percent.</summary>
    public const int Overprovisioning = 140;

    /// <param name="levels">Healthy and all endpoints of each priority, at least one endpoint in all.</param>
    /// <param name="panicThreshold">Percentage of healthy endpoints below which health is ignored; 0 = never, unless none is healthy.</param>
    public static PriorityLoad[] Of(IReadOnlyList<(int Healthy, int Total)> levels, int panicThreshold)
    {
        var health = levels.Select(level => level.Total == 0 ? 0 : Math.Min(100, Overprovisioning * level.Healthy / level.Total)).ToArray();
        var available = Math.Min(100, health.Sum());
        var panics = levels.Select(level => available < 100 && (available == 0 || 100.0 * level.Healthy < (double)panicThreshold * level.Total)).ToArray();
        var loads = Array.TrueForAll(panics, static panic => panic) ? ByEndpoints(levels) : ByHealth(health, available);
        return [.. loads.Zip(panics, static (percent, panic) => new PriorityLoad(percent, panic))];
    }

    private static int[] ByHealth(int[] health, int available)
    {
        var left = 100;
        var loads = new int[health.Length];
        for (var i = 0; i < health.Length; i++)
        {
            loads[i] = Math.Min(left, health[i] * 100 / available);
            left -= loads[i];
        }
        loads[Array.FindIndex(health, static percent => percent > 0)] += left; // what rounding left over
        return loads;
    }

    /// <summary>Health tells nothing any more: every endpoint gets the same.</summary>
    private static int[] ByEndpoints(IReadOnlyList<(int Healthy, int Total)> levels)
    {
        var total = levels.Sum(static level => level.Total);
        var loads = levels.Select(level => 100 * level.Total / total).ToArray();
        loads[Array.FindIndex(levels.ToArray(), static level => level.Total > 0)] += 100 - loads.Sum();
        return loads;
    }
}
