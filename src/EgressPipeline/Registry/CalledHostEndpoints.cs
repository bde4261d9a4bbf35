using System.Net;
using EgressPipeline.Clusters;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Upstream;

namespace EgressPipeline.Registry;

/// <summary>Endpoints of whatever host a call names (DYNAMIC_DNS, and explicit calls to hosts without resolution).</summary>
internal sealed class CalledHostEndpoints(ClusterState cluster) : EndpointSource
{
    private readonly record struct Key(string Host, int Port);

    private readonly BoundedSources<Key> _hosts = new(cluster.Services, key => new DeclaredEndpoints(cluster, [new EndpointPlan(key.Host, key.Port, 1, "", SourceRef.None)], $"{key.Host}:{key.Port}"));

    // A port that the service redirects to (targetPort) goes before the called one.
    private readonly int _fixedPort = cluster.Plan.Endpoints is [{ Port: > 0 } only] ? only.Port : 0;

    public override ValueTask<FindResult> FindAsync(PickRequest request, CancellationToken cancellationToken)
    {
        var port = _fixedPort > 0 ? _fixedPort : request.Port > 0 ? request.Port : cluster.Plan.Port;
        if (request.Host.Length == 0 || port is <= 0 or > IPEndPoint.MaxPort)
            return ValueTask.FromResult(FindResult.Failed(UpstreamErrors.NoEndpoint, "the call names no host and its original destination is unknown"));
        return _hosts.Get(new Key(request.Host, port)).FindAsync(request, cancellationToken);
    }

    public override void AddGroups(List<EndpointGroup> groups) => _hosts.AddGroups(groups);

    public override void Drain() => _hosts.Drain();
}
