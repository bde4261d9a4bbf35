using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Rules;

/// <summary>Where a route sends calls: a declared host, optionally one subset and one port of it.</summary>
public sealed record DestinationRefRule
{
    public Located<string>? Host { get; init; }
    public Located<string>? Subset { get; init; }
    public Located<int>? Port { get; init; }

    /// <summary>True when a port block is written, with or without a number.</summary>
    public bool HasPort { get; init; }
    public required SourceRef Source { get; init; }
}

/// <summary>A destination with its share of the calls.</summary>
public sealed record WeightedDestinationRule
{
    public required DestinationRefRule Destination { get; init; }

    /// <summary>Null = 0, or everything when it is the only destination.</summary>
    public Located<int>? Weight { get; init; }
    public HeaderOperationsRule? Headers { get; init; }
    public required SourceRef Source { get; init; }
}
