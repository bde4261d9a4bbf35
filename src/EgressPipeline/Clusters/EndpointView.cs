using EgressPipeline.LoadBalancing;

namespace EgressPipeline.Clusters;

/// <summary>
/// The endpoints of a group as one pick sees them. Immutable: a change of addresses or health makes another one, so
/// that picking never filters.
/// </summary>
internal sealed class EndpointView
{
    public static readonly EndpointView Empty = new([], 0);

    /// <param name="all">Every listed endpoint.</param>
    /// <param name="minHealthPercent">Below this share of healthy endpoints ejections are ignored; 0 = never.</param>
    public EndpointView(EndpointState[] all, int minHealthPercent)
    {
        All = all;
        Usable = Select(all, minHealthPercent);
        HasEqualWeights = Array.TrueForAll(Usable, endpoint => endpoint.Weight == Usable[0].Weight);
        Schedule = HasEqualWeights ? Usable : WeightedSchedule.Build(Usable);
    }

    public EndpointState[] All { get; }

    /// <summary>Those a call may go to: not ejected, or all when too few are healthy.</summary>
    public EndpointState[] Usable { get; }

    public bool HasEqualWeights { get; }

    /// <summary>The cycle in which endpoints take turns; each appears in proportion to its weight.</summary>
    public EndpointState[] Schedule { get; }

    private static EndpointState[] Select(EndpointState[] all, int minHealthPercent)
    {
        var healthy = Array.FindAll(all, static endpoint => !endpoint.IsEjected);
        // Detection never ejects the last endpoint; a refresh that leaves only ejected ones must not do so either.
        return healthy.Length == 0 || 100 * healthy.Length < minHealthPercent * all.Length ? all : healthy;
    }
}
