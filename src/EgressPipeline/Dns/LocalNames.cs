using System.Net;
using System.Net.Sockets;
using EgressPipeline.Dns.Messages;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Dns;

/// <summary>
/// The names that a plan itself answers for, made once a plan: virtual addresses, declared addresses, endpoints of STATIC
/// services. A family that such a name lacks is answered with "none", never asked for elsewhere. Immutable.
/// </summary>
internal sealed class LocalNames
{
    /// <summary>Seconds; short, so that a reload reaches applications soon.</summary>
    public const int Ttl = 30;

    private readonly DnsAnswer?[] _v4;
    private readonly DnsAnswer?[] _v6;
    private readonly EgressPlan _plan;

    public LocalNames(EgressPlan plan)
    {
        _plan = plan;
        _v4 = new DnsAnswer?[plan.Hosts.Length];
        _v6 = new DnsAnswer?[plan.Hosts.Length];
        foreach (var host in plan.Hosts)
            if (Addresses(plan, host) is { Count: > 0 } addresses)
            {
                _v4[host.Index] = Answer(addresses, AddressFamily.InterNetwork);
                _v6[host.Index] = Answer(addresses, AddressFamily.InterNetworkV6);
            }
    }

    /// <summary>The answer for a name that the plan answers for; null for one that name servers know.</summary>
    /// <param name="host">The declared host.</param>
    /// <param name="type">What is asked for.</param>
    /// <param name="isVirtual">True when the addresses are virtual ones.</param>
    public DnsAnswer? Find(HostPlan host, DnsType type, out bool isVirtual)
    {
        isVirtual = _plan.VirtualAddresses.Find(host) is not null;
        return type switch
        {
            DnsType.A => _v4[host.Index],
            DnsType.Aaaa => _v6[host.Index],
            _ => _v4[host.Index] is null ? null : DnsAnswer.Empty,
        };
    }

    private static List<IPAddress> Addresses(EgressPlan plan, HostPlan host)
    {
        if (plan.VirtualAddresses.Find(host) is { } own)
            return [own.V4.ToAddress(), own.V6.ToAddress()];
        var declared = new List<IPAddress>();
        var endpoints = new List<IPAddress>();
        foreach (var port in host.Ports)
        {
            foreach (var range in port.Addresses.Ranges)
                if (range.IsSingleAddress)
                    Add(declared, range.Network.ToAddress());
            if (port.Cluster.Resolution == Resolution.Static)
                foreach (var endpoint in port.Cluster.Endpoints)
                    if (IpValue.TryParse(endpoint.Address, out var address))
                        Add(endpoints, address.ToAddress());
        }
        return declared.Count > 0 ? declared : endpoints;
    }

    private static void Add(List<IPAddress> addresses, IPAddress address)
    {
        if (!addresses.Contains(address))
            addresses.Add(address);
    }

    private static DnsAnswer Answer(List<IPAddress> addresses, AddressFamily family)
    {
        // The question's end only matters to aliases, which there are none of.
        var builder = new AnswerBuilder(0);
        foreach (var address in addresses)
            if (address.AddressFamily == family)
                builder.AddAddress(address.GetAddressBytes(), Ttl);
        return builder.Build(DnsCode.NoError, isAuthoritative: true);
    }
}
