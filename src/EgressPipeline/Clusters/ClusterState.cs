using EgressPipeline.LoadBalancing;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Registry;
using EgressPipeline.Tls;
using EgressPipeline.Upstream;

namespace EgressPipeline.Clusters;

/// <summary>The live side of one <see cref="ClusterPlan"/>: endpoints, admission and limits. Safe for concurrent use.</summary>
internal sealed class ClusterState
{
    private readonly EndpointSource _source;
    private readonly EndpointChooser _chooser;
    private volatile ClusterPlan _plan;
    private int _activeRequests;

    /// <param name="plan">The settings.</param>
    /// <param name="services">What all clusters share.</param>
    /// <param name="past">What the cluster of the same name knew that this one replaces, or null.</param>
    internal ClusterState(ClusterPlan plan, UpstreamServices services, ClusterPast? past = null)
    {
        _plan = plan;
        Past = past;
        Services = services;
        Connections = new ConnectionLimits(plan.Pool);
        Tls = plan.Tls.Mode == TlsMode.Disable ? null : new TlsOrigin(plan.Tls, services.Credentials);
        HashKey = plan.Hash is { } hash ? new HashKey(hash) : null;
        _chooser = EndpointChooser.For(plan, services.Random, services.Time);
        _source = EndpointSource.For(this);
    }

    /// <summary>The settings. A reload that changes nothing but places in the YAML replaces the object.</summary>
    public ClusterPlan Plan => _plan;

    /// <summary>Requests under way.</summary>
    public int ActiveRequests => Volatile.Read(ref _activeRequests);

    internal UpstreamServices Services { get; }

    internal ClusterPast? Past { get; }

    internal ConnectionLimits Connections { get; }

    /// <summary>Where consistent hashing takes a call's key from; null = endpoints are not chosen by hash.</summary>
    internal HashKey? HashKey { get; }

    /// <summary>How connections are secured; null = not at all.</summary>
    internal TlsOrigin? Tls { get; }

    /// <summary>Counts a request in, or refuses it because the cluster's request bound is reached (503, UO). True is followed by one <see cref="Release"/>.</summary>
    public bool TryAdmit()
    {
        var active = Interlocked.Increment(ref _activeRequests);
        var bound = _plan.Pool.MaxRequests;
        if (bound == 0 || active <= bound)
            return true;
        Interlocked.Decrement(ref _activeRequests);
        Services.Counters.CountOverflow();
        return false;
    }

    /// <summary>Ends what <see cref="TryAdmit"/> began.</summary>
    public void Release() => Interlocked.Decrement(ref _activeRequests);

    /// <summary>
    /// Chooses an endpoint. Completes synchronously and without allocation when the addresses are known. A token that
    /// fires while a name is resolved gives a failure, never an exception.
    /// </summary>
    public ValueTask<PickResult> PickAsync(PickRequest request, CancellationToken cancellationToken)
    {
        var finding = _source.FindAsync(request, cancellationToken);
        return finding.IsCompletedSuccessfully ? ValueTask.FromResult(Choose(finding.Result, request)) : AwaitAsync(finding, request);
    }

    /// <summary>Every endpoint known now, for the admin page and metrics; a copy.</summary>
    public IReadOnlyList<EndpointState> Endpoints() => Groups().SelectMany(static group => group.View.All).ToArray();

    /// <summary>The server name for TLS and thereby what pooled connections are told apart by; empty without TLS.</summary>
    internal string ServerName(PickRequest request)
    {
        if (Tls is null)
            return "";
        if (_plan.Tls.Sni is { Length: > 0 } configured)
            return configured;
        return _plan.Tunnel is { } tunnel ? tunnel.Host : request.Host;
    }

    /// <summary>What it knows of its addresses now.</summary>
    internal ClusterPast Remember() => new(Groups());

    /// <summary>Takes over a plan that differs in places only.</summary>
    internal void Adopt(ClusterPlan plan) => _plan = plan;

    /// <summary>Ends background work and closes idle connections. Calls under way, and those of an older plan, still find their endpoints.</summary>
    internal void Drain() => _source.Drain();

    /// <summary>Closes an idle connection of any endpoint to make room under the connection bound. False when there is none.</summary>
    internal bool TryCloseIdle()
    {
        foreach (var group in Groups())
            foreach (var endpoint in group.View.All)
                if (endpoint.Pool.TryCloseOldest())
                    return true;
        return false;
    }

    private List<EndpointGroup> Groups()
    {
        var groups = new List<EndpointGroup>();
        _source.AddGroups(groups);
        return groups;
    }

    private async ValueTask<PickResult> AwaitAsync(ValueTask<FindResult> finding, PickRequest request) => Choose(await finding, request);

    private PickResult Choose(FindResult found, PickRequest request)
    {
        if (found.Group is null)
            return PickResult.Failed(found.Error, found.Detail);
        return _chooser.Choose(found.Group.View, request) is { } endpoint
            ? PickResult.Picked(endpoint)
            : PickResult.Failed(UpstreamErrors.NoEndpoint, "no healthy endpoint");
    }
}
