using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Text;

/// <summary>Every document of a set of files, in file and document order, with what was found wrong in reading them.</summary>
public sealed record PolicyDocuments
{
    public int Files { get; init; }

    /// <summary>Documents seen, skipped ones included, empty ones not.</summary>
    public int Documents { get; init; }
    public ServiceEntryRule[] ServiceEntries { get; init; } = [];
    public VirtualServiceRule[] VirtualServices { get; init; } = [];
    public DestinationRuleRule[] DestinationRules { get; init; } = [];
    public AuthorizationPolicyRule[] AuthorizationPolicies { get; init; } = [];
    public SidecarRule[] Sidecars { get; init; } = [];
    public RequestAuthenticationRule[] RequestAuthentications { get; init; } = [];
    public FilterBindingRule[] FilterBindings { get; init; } = [];
    public EgressLimitsRule[] Limits { get; init; } = [];

    /// <summary>PolicyTests; they are no part of any plan.</summary>
    public PolicyTestRule[] Tests { get; init; } = [];

    /// <summary>Documents of kinds that are not compiled.</summary>
    public ResourceMeta[] Skipped { get; init; } = [];
    public IReadOnlyList<PolicyDiagnostic> Diagnostics { get; init; } = [];

    internal ScalarEnds Ends { get; init; } = new();
}
