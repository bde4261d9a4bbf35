using System.Net;
using EgressPipeline.Outliers;

namespace EgressPipeline.Clusters;

/// <summary>
/// Equivalent endpoints for one name (or one set of declared addresses): what load is balanced over and what outlier
/// detection counts in. Addresses keep their state while listed and for a while after they vanish, so that a name that
/// rotates its addresses does not forget which of them fail. Safe for concurrent use.
/// </summary>
internal sealed class EndpointGroup
{
    /// <summary>Vanished addresses that are remembered; the oldest go first.</summary>
    private const int MaxVanished = 64;

    private readonly Lock _gate = new();
    private readonly ClusterState _cluster;
    private readonly Dictionary<IPEndPoint, EndpointState> _listed = [];
    private readonly List<EndpointState> _vanished = [];
    private readonly OutlierDetector? _outliers;
    private volatile EndpointView _view;
    private bool _draining;

    /// <param name="cluster">Whose group it is.</param>
    /// <param name="name">Tells it from the cluster's other groups.</param>
    public EndpointGroup(ClusterState cluster, string name)
    {
        _cluster = cluster;
        Name = name;
        _view = new EndpointView([], cluster.Plan);
        _outliers = cluster.Plan.Outlier is { } plan ? new OutlierDetector(plan, this, cluster.Services) : null;
    }

    public string Name { get; }

    public EndpointView View => _view;

    /// <summary>True while a call is under way on any endpoint.</summary>
    public bool IsBusy => Array.Exists(_view.All, static endpoint => endpoint.ActiveRequests > 0);

    /// <summary>Makes the group consist of exactly these addresses (the first of equal ones counts). Connections to vanished ones are drained.</summary>
    public void Replace(IReadOnlyList<EndpointTarget> targets, bool drainVanished)
    {
        lock (_gate)
        {
            var before = _view.All;
            var all = new List<EndpointState>(targets.Count);
            _listed.Clear();
            foreach (var target in targets)
                if (!_listed.ContainsKey(target.Address.EndPoint))
                    all.Add(_listed[target.Address.EndPoint] = Keep(before, target));
            foreach (var endpoint in before)
                if (!_listed.ContainsKey(endpoint.Address))
                    Vanish(endpoint, drainVanished);
            Publish([.. all]);
        }
    }

    /// <summary>Every address that something is known of, listed or vanished; a copy.</summary>
    public IReadOnlyList<EndpointState> Known()
    {
        lock (_gate)
            return [.. _view.All, .. _vanished];
    }

    /// <summary>Makes picks see changed health.</summary>
    public void HealthChanged()
    {
        lock (_gate)
            Publish(_view.All);
    }

    /// <summary>No new connection is pooled from now on; idle ones are closed, background work ends.</summary>
    public void Drain()
    {
        lock (_gate)
        {
            _draining = true;
            foreach (var endpoint in _view.All)
                endpoint.Pool.Drain();
        }
        _outliers?.Dispose();
    }

    private EndpointState Keep(EndpointState[] before, EndpointTarget target)
    {
        var known = Array.Find(before, endpoint => endpoint.Address.Equals(target.Address.EndPoint))
            ?? _vanished.Find(endpoint => endpoint.Address.Equals(target.Address.EndPoint));
        if (known is null)
            return new EndpointState(_cluster, target, _outliers, _cluster.Past?.Find(Name, target.Address.EndPoint));
        if (!known.Target.HasPreferencesOf(target))
            return new EndpointState(_cluster, target, _outliers, EndpointPast.Of(known));
        if (_vanished.Remove(known) && !_draining)
            known.Pool.Resume();
        return known;
    }

    private void Vanish(EndpointState endpoint, bool drain)
    {
        if (drain)
            endpoint.Pool.Drain();
        if (_vanished.Count == MaxVanished)
        {
            _vanished[0].Pool.Drain();
            _vanished.RemoveAt(0);
        }
        _vanished.Add(endpoint);
    }

    private void Publish(EndpointState[] all) => _view = new EndpointView(all, _cluster.Plan);
}
