using System.Net;
using EgressPipeline.Clusters;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Upstream;

namespace EgressPipeline.Registry;

/// <summary>Endpoints as the plan lists them: addresses as they are, names by DNS with every address an endpoint (STATIC, DNS) or only the first (DNS_ROUND_ROBIN).</summary>
internal sealed class DeclaredEndpoints : EndpointSource, INameListener
{
    private readonly Lock _gate = new();
    private readonly ClusterState _cluster;
    private readonly EndpointPlan[] _plans;
    private readonly ResolvedName?[] _names;
    private readonly ResolvedName[] _resolved; // those that are there: a thousand addresses cost a call nothing
    private readonly EndpointGroup _group;
    private readonly bool _firstAddressOnly;
    private AddressRefusal? _refusal;
    private volatile bool _draining;

    /// <param name="cluster">Whose endpoints they are.</param>
    /// <param name="plans">The list.</param>
    /// <param name="name">Tells the list from the cluster's others; empty for the declared one.</param>
    public DeclaredEndpoints(ClusterState cluster, EndpointPlan[] plans, string name = "")
    {
        _cluster = cluster;
        _plans = plans;
        _group = new EndpointGroup(cluster, name);
        _firstAddressOnly = cluster.Plan.Resolution == Resolution.DnsRoundRobin;
        lock (_gate) // a shared name may report a change before all are there
            _names = Array.ConvertAll(plans, plan => IPAddress.TryParse(plan.Address, out _) ? null : cluster.Services.Names.Acquire(plan.Address, this));
        _resolved = [.. _names.OfType<ResolvedName>()];
        OnAddressesChanged();
    }

    public EndpointGroup Group => _group;

    public override ValueTask<FindResult> FindAsync(PickRequest request, CancellationToken cancellationToken)
    {
        if (!_draining)
            foreach (var name in _resolved)
                if (!name.TryUse())
                    return ResolveAsync(cancellationToken);
        return ValueTask.FromResult(Current());
    }

    public void OnAddressesChanged()
    {
        lock (_gate)
        {
            var targets = new List<EndpointTarget>(_plans.Length);
            _refusal = null;
            for (var i = 0; i < _plans.Length; i++)
                AddTargets(targets, _plans[i], _names[i]);
            // Calls keep the connections they have when only "the first address" moved on (Envoy's LOGICAL_DNS).
            _group.Replace(targets, drainVanished: !_firstAddressOnly);
        }
    }

    public override void AddGroups(List<EndpointGroup> groups) => groups.Add(_group);

    public override void Drain()
    {
        _draining = true;
        foreach (var name in _resolved)
            _cluster.Services.Names.Release(name, this);
        _group.Drain();
    }

    private async ValueTask<FindResult> ResolveAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var name in _resolved)
                if (!name.TryUse())
                    await name.RefreshAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return FindResult.Failed(UpstreamErrors.ResolveFailed, $"{_cluster.Plan.Host} was not resolved in time");
        }
        return Current();
    }

    private FindResult Current()
    {
        if (_group.View.All.Length > 0)
            return FindResult.Found(_group);
        if (_refusal is { } refusal)
            return FindResult.Failed(refusal.Error, refusal.Text);
        foreach (var name in _resolved)
            if (name.Problem is { Length: > 0 } problem)
                return FindResult.Failed(UpstreamErrors.ResolveFailed, problem);
        return FindResult.Failed(UpstreamErrors.NoEndpoint, $"{_cluster.Plan.Name} has no endpoint");
    }

    private void AddTargets(List<EndpointTarget> targets, EndpointPlan plan, ResolvedName? name)
    {
        foreach (var address in name?.Addresses ?? [IPAddress.Parse(plan.Address)])
        {
            var admitted = _cluster.Services.Guard.Admit(new IPEndPoint(address, plan.Port), _cluster.Plan.AllowedRanges, out var refusal);
            if (admitted is null)
            {
                _refusal = refusal;
                continue;
            }
            targets.Add(new EndpointTarget(admitted, Math.Max(1, plan.Weight), plan.Priority, plan.LocalityShare, plan.Locality));
            if (_firstAddressOnly)
                return;
        }
    }
}
