using System.Net;

namespace EgressPipeline.Clusters;

/// <summary>
/// What a cluster knew of its addresses, for the one that takes its place when a reload changes its settings: who was ejected stays
/// so, who was warm is not warmed up again. Immutable.
/// </summary>
internal sealed class ClusterPast
{
    private readonly Dictionary<(string Group, IPEndPoint Address), EndpointPast> _endpoints = [];

    public ClusterPast(IEnumerable<EndpointGroup> groups)
    {
        foreach (var group in groups)
            foreach (var endpoint in group.Known())
                _endpoints.TryAdd((group.Name, endpoint.Address), EndpointPast.Of(endpoint));
    }

    /// <summary>The past of an address in a group of the same name, or null.</summary>
    public EndpointPast? Find(string group, IPEndPoint address) => _endpoints.GetValueOrDefault((group, address));
}
