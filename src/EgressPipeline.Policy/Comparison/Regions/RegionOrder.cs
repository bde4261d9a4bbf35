namespace EgressPipeline.Policy.Comparison.Regions;

/// <summary>A fixed order of regions: by host, port, then the rest of what they say.</summary>
internal static class RegionOrder
{
    public static List<T> Sort<T>(List<T> changes, Func<T, CallRegion> region)
    {
        var sorted = changes.ConvertAll(change => (Key: region(change).Key(), Change: change));
        // A stable sort: equal regions stay in the order in which the hosts were compared.
        return [.. sorted.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Change)];
    }
}
