using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Rules;

/// <summary>One tls rule of a VirtualService: routes passed-through TLS by its SNI.</summary>
public sealed record TlsRouteRule
{
    public required int Position { get; init; }
    public ConnectionMatchRule[] Match { get; init; } = [];
    public WeightedDestinationRule[] Route { get; init; } = [];
    public required SourceRef Source { get; init; }
}
