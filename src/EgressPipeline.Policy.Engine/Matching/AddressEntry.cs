using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Matching;

/// <summary>One service by address.</summary>
/// <param name="Range">The declared range; null = the port alone identifies it.</param>
/// <param name="Host">The service's host.</param>
/// <param name="Port">The service's port.</param>
public sealed record AddressEntry(Cidr? Range, HostPlan Host, ServicePortPlan Port)
{
    internal IpValue Network => Range.GetValueOrDefault().Network;
}
