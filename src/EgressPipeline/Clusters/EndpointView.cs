using System.Collections.Concurrent;
using EgressPipeline.LoadBalancing;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Clusters;

/// <summary>
/// The endpoints of a group as one pick sees them. Immutable: a change of addresses or health makes another one, so
/// that picking never filters.
/// </summary>
internal sealed class EndpointView
{
    private readonly double[] _bounds;
    private readonly ClusterPlan _plan;
    private ConcurrentDictionary<ulong, EndpointView>? _narrowed;

    /// <param name="all">Every listed endpoint.</param>
    /// <param name="plan">How they are chosen among, and below which share of healthy ones ejections are ignored.</param>
    public EndpointView(EndpointState[] all, ClusterPlan plan)
    {
        All = all;
        _plan = plan;
        var sets = new EndpointSets(plan, all);
        Sets = sets.All;
        _bounds = sets.Bounds;
    }

    public EndpointState[] All { get; }

    /// <summary>
    /// Those a call may go to, one set a priority and locality that gets calls; one set for clusters that prefer none, which
    /// is empty exactly when the group is.
    /// </summary>
    public EndpointSet[] Sets { get; }

    /// <summary>The set for one call, as often as it gets calls; the same for the same hash.</summary>
    public EndpointSet Draw(RandomSequence random, PickRequest request) => Sets.Length == 1 ? Sets[0] : DrawOfMany(random, request);

    /// <summary>
    /// The endpoints of other priorities (<see cref="TriedPriorities.Bit"/>), or null when none of them is healthy. Made when a retry
    /// first asks and kept: there are no more than the priorities can be combined.
    /// </summary>
    public EndpointView? Without(ulong priorities)
    {
        var narrowed = _narrowed ?? Interlocked.CompareExchange(ref _narrowed, new(), null) ?? _narrowed;
        if (!narrowed.TryGetValue(priorities, out var view))
            view = narrowed.GetOrAdd(priorities, new EndpointView(Array.FindAll(All, endpoint => (TriedPriorities.Bit(endpoint) & priorities) == 0), _plan));
        return Array.Exists(view.All, static endpoint => !endpoint.IsEjected) ? view : null;
    }

    private EndpointSet DrawOfMany(RandomSequence random, PickRequest request)
    {
        var point = request.Hash is { } hash ? hash % 100 : random.NextDouble() * 100;
        for (var i = 0; i < _bounds.Length; i++)
            if (point < _bounds[i])
                return Sets[i];
        return Sets[^1];
    }
}
