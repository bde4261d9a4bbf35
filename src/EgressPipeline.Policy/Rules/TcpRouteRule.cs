using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Rules;

/// <summary>One tcp rule of a VirtualService.</summary>
public sealed record TcpRouteRule
{
    public required int Position { get; init; }
    public ConnectionMatchRule[] Match { get; init; } = [];
    public WeightedDestinationRule[] Route { get; init; } = [];
    public required SourceRef Source { get; init; }
}
