using System.Net;
using EgressPipeline.Clusters;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Registry;

/// <summary>The address that the application itself dialled (NONE, PASSTHROUGH); calls through the explicit proxy, which have none, go by <paramref name="otherwise"/>.</summary>
internal sealed class OriginalDestinationEndpoints(ClusterState cluster, EndpointSource otherwise) : EndpointSource
{
    private readonly BoundedSources<IPEndPoint> _destinations = new(cluster.Services, key => new DeclaredEndpoints(cluster, [new EndpointPlan(key.Address.ToString(), key.Port, 1, "", SourceRef.None)], key.ToString()));

    private readonly int _fixedPort = cluster.Plan is { Resolution: Resolution.None, Endpoints: [{ Port: > 0 } only] } ? only.Port : 0;

    public override ValueTask<FindResult> FindAsync(PickRequest request, CancellationToken cancellationToken)
    {
        if (request.OriginalDestination is not { } destination)
            return otherwise.FindAsync(request, cancellationToken);
        if (destination.Address.IsIPv4MappedToIPv6 || (_fixedPort > 0 && destination.Port != _fixedPort))
            destination = new IPEndPoint(destination.Address.IsIPv4MappedToIPv6 ? destination.Address.MapToIPv4() : destination.Address, _fixedPort > 0 ? _fixedPort : destination.Port);
        return _destinations.Get(destination).FindAsync(request, cancellationToken);
    }

    public override void AddGroups(List<EndpointGroup> groups)
    {
        _destinations.AddGroups(groups);
        otherwise.AddGroups(groups);
    }

    public override void Drain()
    {
        _destinations.Drain();
        otherwise.Drain();
    }
}
