using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Plan;

/// <summary>
/// The addresses that stand for a TCP service without addresses of its own: the DNS proxy answers with them, and a connection
/// to one of them is a connection to the service. They lead nowhere but into the sidecar.
/// </summary>
/// <param name="HostIndex">Position in <see cref="EgressPlan.Hosts"/>.</param>
/// <param name="Number">1 to <see cref="VirtualAddressTable.Capacity"/>: the last 16 bits of both addresses.</param>
public sealed record VirtualAddress(int HostIndex, int Number)
{
    /// <summary>In 240.240.0.0/16.</summary>
    public IpValue V4 => VirtualAddressTable.V4(Number);

    /// <summary>In 2001:2::/48.</summary>
    public IpValue V6 => VirtualAddressTable.V6(Number);
}
