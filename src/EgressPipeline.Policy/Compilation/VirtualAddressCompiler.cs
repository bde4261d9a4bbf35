using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Compilation;

/// <summary>
/// Gives virtual addresses to the services that need them: opaque TCP has no name inside, so without an address of its own
/// such a service could only be told by its port; and a name that only stands for other names need not resolve at all.
/// Names are served in ordinal order, and each takes the first of its preferred numbers that is free: the same set of names
/// always gets the same addresses.
/// </summary>
internal sealed class VirtualAddressCompiler(ServiceCatalogue services)
{
    /// <summary>Istio's label of a ServiceEntry that wants no virtual address.</summary>
    public const string OptOutLabel = "networking.istio.io/enable-autoallocate-ip";

    /// <summary>After this many attempts the next free number is taken.</summary>
    private const int Attempts = 64;

    /// <param name="hosts">In ordinal order of their names.</param>
    public VirtualAddressTable Compile(IReadOnlyList<HostPlan> hosts)
    {
        var taken = new HashSet<int>();
        var reserved = Reserved(hosts);
        var addresses = new List<VirtualAddress>();
        foreach (var host in hosts)
            if (IsWanted(host) && Choose(host.Pattern, number => !taken.Contains(number) && !IsReserved(reserved, number)) is { } number)
            {
                taken.Add(number);
                addresses.Add(new VirtualAddress(host.Index, number));
            }
        return VirtualAddressTable.TryBuild(addresses)!;
    }

    /// <summary>The number for a name; null when none is free.</summary>
    internal static int? Choose(string name, Func<int, bool> isFree)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
            if (VirtualAddressTable.Preferred(name, attempt) is var number && isFree(number))
                return number;
        var first = VirtualAddressTable.Preferred(name, 0);
        for (var step = 1; step < VirtualAddressTable.Capacity; step++)
            if ((first - 1 + step) % VirtualAddressTable.Capacity + 1 is var number && isFree(number))
                return number;
        return null;
    }

    // The cheap questions first: most hosts need none.
    private bool IsWanted(HostPlan host) => host.IsExact && NeedsOne(host) && !IpValue.TryParse(host.Pattern, out _) && AllowsIt(host.Pattern);

    private static bool NeedsOne(HostPlan host)
    {
        var wanted = false;
        foreach (var port in host.Ports)
        {
            if (port.Cluster.Host != host.Pattern)
                continue;
            // Where the dialled address is the destination, a virtual one would lead nowhere.
            if (port.Addresses.Count > 0 || port.Cluster.Resolution == Resolution.None || port.Cluster.LoadBalancing == LoadBalancing.Passthrough)
                return false;
            wanted |= port.Protocol is PortProtocol.Tcp or PortProtocol.Mongo || HasOtherNames(port.Cluster);
        }
        return wanted;
    }

    // The name itself need not exist in DNS when its endpoints have other names.
    private static bool HasOtherNames(ClusterPlan cluster)
    {
        if (cluster.Resolution is not (Resolution.Dns or Resolution.DnsRoundRobin))
            return false;
        foreach (var endpoint in cluster.Endpoints)
            if (endpoint.Address != cluster.Host)
                return true;
        return false;
    }

    private bool AllowsIt(string pattern)
    {
        foreach (var port in services.EffectivePorts(pattern))
            if (port.Host == pattern && port.Entry.Meta.Labels.TryGetValue(OptOutLabel, out var label) && label.Value == "false")
                return false;
        return true;
    }

    // What policies declare as an address of a service is not given to another one.
    private static List<Cidr> Reserved(IReadOnlyList<HostPlan> hosts)
    {
        var reserved = new HashSet<Cidr>();
        foreach (var host in hosts)
            foreach (var port in host.Ports)
                foreach (var range in port.Addresses.Ranges)
                    if (Overlap(range, VirtualAddressTable.V4Range) || Overlap(range, VirtualAddressTable.V6Range))
                        reserved.Add(range);
        return [.. reserved];
    }

    private static bool IsReserved(List<Cidr> reserved, int number)
    {
        foreach (var range in reserved)
            if (range.Contains(VirtualAddressTable.V4(number)) || range.Contains(VirtualAddressTable.V6(number)))
                return true;
        return false;
    }

    private static bool Overlap(Cidr left, Cidr right) => left.Contains(right.Network) || right.Contains(left.Network);
}
