using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Rules;

/// <summary>A DestinationRule as written: how the endpoints of a host are reached.</summary>
public sealed record DestinationRuleRule : IPolicyRule
{
    public required ResourceMeta Meta { get; init; }
    public Located<string>? Host { get; init; }
    public TrafficPolicyRule? TrafficPolicy { get; init; }
    public SubsetRule[] Subsets { get; init; } = [];
    public Located<string>[] ExportTo { get; init; } = [];
    public LabelSelectorRule? WorkloadSelector { get; init; }
}

/// <summary>A named share of the endpoints, chosen by labels.</summary>
public sealed record SubsetRule
{
    public Located<string>? Name { get; init; }
    public IReadOnlyDictionary<string, Located<string>> Labels { get; init; } = new Dictionary<string, Located<string>>();
    public TrafficPolicyRule? TrafficPolicy { get; init; }
    public required SourceRef Source { get; init; }
}
