using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Admin.Views;

/// <summary>The plan in force: what is declared, where a call goes, and which lines of YAML say so.</summary>
internal sealed record ConfigView(string Hash, string Unregistered, PlanCounts Counts, IReadOnlyList<HostView> Hosts)
{
    /// <param name="plan">The plan in force.</param>
    /// <param name="host">Only hosts whose pattern contains this text; empty = all.</param>
    public static ConfigView Of(EgressPlan plan, string host) => new(
        plan.Hash,
        plan.Unregistered.ToString(),
        plan.Counts,
        [.. plan.Hosts.Where(declared => declared.Pattern.Contains(host, StringComparison.OrdinalIgnoreCase)).Select(HostView.Of)]);
}

/// <summary>One declared host.</summary>
internal sealed record HostView(string Host, string? Service, string? VirtualService, IReadOnlyList<PortView> Ports, IReadOnlyList<RouteView>? Routes)
{
    public static HostView Of(HostPlan host) => new(
        host.Pattern,
        host.Service?.ToString(),
        host.VirtualService?.ToString(),
        Array.ConvertAll(host.Ports, PortView.Of),
        host.HttpRoutes is null ? null : Array.ConvertAll(host.HttpRoutes, RouteView.Of));
}

/// <summary>One declared port.</summary>
internal sealed record PortView(int Number, string Name, string Protocol, string Cluster, string Source)
{
    public static PortView Of(ServicePortPlan port) => new(port.Number, port.Name, port.Protocol.ToString(), port.Cluster.Name, port.Rule.Source.ToString());
}

/// <summary>One HTTP route.</summary>
internal sealed record RouteView(string Name, string Source, IReadOnlyList<DestinationView> Destinations, int? RedirectStatus, int? DirectStatus, double TimeoutSeconds, int? RetryAttempts)
{
    public static RouteView Of(HttpRoutePlan route) => new(
        route.Name,
        route.Rule.Source.ToString(),
        Array.ConvertAll(route.Destinations, static destination => new DestinationView(destination.Cluster.Name, destination.Weight)),
        route.Redirect?.Code,
        route.DirectResponse?.Status,
        route.Timeout.TotalSeconds,
        route.Retry?.Attempts);
}

/// <summary>A destination of a route and its share.</summary>
internal sealed record DestinationView(string Cluster, int Weight);
