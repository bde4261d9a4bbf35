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

    public EndpointGroup(ClusterState cluster)
    {
        _cluster = cluster;
        _view = new EndpointView([], cluster.Plan);
        _outliers = cluster.Plan.Outlier is { } plan ? new OutlierDetector(plan, this, cluster.Services.Time) : null;
    }

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
        if (known is null || !known.Target.HasPreferencesOf(target))
            return new EndpointState(_cluster, target, _outliers);
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
