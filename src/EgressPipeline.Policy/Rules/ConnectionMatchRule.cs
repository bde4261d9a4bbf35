using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Rules;

/// <summary>One alternative of a tls or tcp rule: every condition written must hold (AND).</summary>
public sealed record ConnectionMatchRule
{
    /// <summary>Only for tls rules, where it is required.</summary>
    public Located<string>[] SniHosts { get; init; } = [];
    public Located<string>[] DestinationSubnets { get; init; } = [];
    public Located<int>? Port { get; init; }

    public IReadOnlyDictionary<string, Located<string>> SourceLabels { get; init; } = new Dictionary<string, Located<string>>();
    public Located<string>? SourceNamespace { get; init; }
    public Located<string>[] Gateways { get; init; } = [];
    public required SourceRef Source { get; init; }
}
