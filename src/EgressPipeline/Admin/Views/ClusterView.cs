using EgressPipeline.Clusters;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Admin.Views;

/// <summary>One cluster and its endpoints as they are now.</summary>
internal sealed record ClusterView(string Name, string Host, int Port, string Resolution, string Tls, string LoadBalancing, string Service, string? DestinationRule, int ActiveRequests, int OpenConnections, IReadOnlyList<EndpointView> Endpoints)
{
    public static ClusterView Of(ClusterState cluster)
    {
        var plan = cluster.Plan;
        return new ClusterView(
            plan.Name,
            plan.Host,
            plan.Port,
            plan.Resolution.ToString(),
            plan.Tls.Mode == TlsMode.Disable ? "none" : plan.Tls.InsecureSkipVerify ? plan.Tls.Mode + " (not verified)" : plan.Tls.Mode.ToString(),
            plan.Hash is null ? plan.LoadBalancing.ToString() : $"{plan.LoadBalancing} by {plan.Hash}",
            plan.Service.ToString(),
            plan.DestinationRule?.ToString(),
            cluster.ActiveRequests,
            cluster.Connections.Open,
            [.. cluster.Endpoints().Select(EndpointView.Of)]);
    }
}

/// <summary>One endpoint as it is now.</summary>
/// <param name="Address">Address and port.</param>
/// <param name="Weight">Share among the endpoints.</param>
/// <param name="ActiveRequests">Attempts under way.</param>
/// <param name="IdleConnections">Connections that wait for a call.</param>
/// <param name="Ejected">True while outlier detection keeps it out.</param>
/// <param name="Priority">0 = is used first.</param>
/// <param name="Locality">Where it is; empty = not declared.</param>
internal sealed record EndpointView(string Address, int Weight, int ActiveRequests, int IdleConnections, bool Ejected, int Priority, string Locality)
{
    public static EndpointView Of(EndpointState endpoint) =>
        new(endpoint.AddressText, endpoint.Weight, endpoint.ActiveRequests, endpoint.Pool.IdleCount, endpoint.IsEjected, endpoint.Target.Priority, endpoint.Target.Locality);
}
