using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Rules;

/// <summary>A ServiceEntry as written: external hosts, their ports and how their endpoints are found.</summary>
public sealed record ServiceEntryRule : IPolicyRule
{
    public required ResourceMeta Meta { get; init; }
    public Located<string>[] Hosts { get; init; } = [];

    /// <summary>Addresses and CIDR ranges by which opaque connections are recognised.</summary>
    public Located<string>[] Addresses { get; init; } = [];
    public ServicePortRule[] Ports { get; init; } = [];
    public ServiceLocation Location { get; init; }

    /// <summary>Null when not written: <see cref="Resolution.None"/>.</summary>
    public Located<Resolution>? Resolution { get; init; }
    public EndpointRule[] Endpoints { get; init; } = [];
    public LabelSelectorRule? WorkloadSelector { get; init; }

    /// <summary>Empty = every namespace.</summary>
    public Located<string>[] ExportTo { get; init; } = [];
    public Located<string>[] SubjectAltNames { get; init; } = [];

    public Resolution EffectiveResolution => Resolution?.Value ?? Plan.Resolution.None;
}
