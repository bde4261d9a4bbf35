using EgressPipeline.Policy.Comparison.Regions;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Comparison.Contexts;

/// <summary>
/// What is fixed while the other fields of a call vary: kind of call, host, port and dialled address. Everything that
/// depends on these alone is asked of the policy engine with <see cref="Call"/>.
/// </summary>
internal sealed record CallContext(CallKind Kind, HostClass[] Hosts, PortClass Port, DestinationClass Destination)
{
    /// <summary>A call of this context; its other fields are what most calls show.</summary>
    public required ComparedCall Call { get; init; }

    public HostClass Host => Hosts[0];
}
