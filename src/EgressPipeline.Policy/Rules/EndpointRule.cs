using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Rules;

/// <summary>A declared endpoint of a ServiceEntry.</summary>
public sealed record EndpointRule
{
    /// <summary>IP address, DNS name or <c>unix://</c> path.</summary>
    public Located<string>? Address { get; init; }

    /// <summary>Service port name to the endpoint's own port.</summary>
    public IReadOnlyDictionary<string, Located<int>> Ports { get; init; } = new Dictionary<string, Located<int>>();
    public IReadOnlyDictionary<string, Located<string>> Labels { get; init; } = new Dictionary<string, Located<string>>();
    public Located<string>? Network { get; init; }
    public Located<string>? Locality { get; init; }

    /// <summary>Null = 1.</summary>
    public Located<int>? Weight { get; init; }
    public Located<string>? ServiceAccount { get; init; }
    public required SourceRef Source { get; init; }
}
