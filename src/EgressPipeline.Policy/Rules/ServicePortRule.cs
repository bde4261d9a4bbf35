using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Rules;

/// <summary>A port of a ServiceEntry, or of a Sidecar listener.</summary>
public sealed record ServicePortRule
{
    public Located<int>? Number { get; init; }
    public Located<string>? Name { get; init; }

    /// <summary>The protocol as written (any case).</summary>
    public Located<string>? ProtocolText { get; init; }

    /// <summary>Null when not written or unknown, which is an error of its own.</summary>
    public PortProtocol? Protocol { get; init; }
    public Located<int>? TargetPort { get; init; }
    public required SourceRef Source { get; init; }
}
