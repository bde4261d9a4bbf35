using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Rules;

/// <summary>A Sidecar as written: which services a workload sees, and what undeclared destinations get.</summary>
public sealed record SidecarRule : IPolicyRule
{
    public required ResourceMeta Meta { get; init; }
    public LabelSelectorRule? WorkloadSelector { get; init; }

    /// <summary>Empty = everything that is exported to the namespace.</summary>
    public EgressListenerRule[] Egress { get; init; } = [];

    /// <summary>Null when the block is not written.</summary>
    public OutboundTrafficPolicyRule? OutboundTrafficPolicy { get; init; }

    /// <summary>True when inbound settings are written, which an egress sidecar has no use for.</summary>
    public bool HasInbound { get; init; }
}

/// <summary>One egress listener; without a port it holds for everything no other listener names.</summary>
public sealed record EgressListenerRule
{
    public ServicePortRule? Port { get; init; }
    public Located<string>? Bind { get; init; }
    public Located<string>? CaptureMode { get; init; }

    /// <summary><c>namespace/dnsName</c> patterns.</summary>
    public Located<string>[] Hosts { get; init; } = [];
    public required SourceRef Source { get; init; }
}

/// <summary>What an undeclared destination gets; a block without mode means REGISTRY_ONLY, as in Istio.</summary>
public sealed record OutboundTrafficPolicyRule(Located<OutboundTrafficMode> Mode, DestinationRefRule? EgressProxy, SourceRef Source);

/// <summary>outboundTrafficPolicy.mode.</summary>
public enum OutboundTrafficMode { RegistryOnly, AllowAny }
