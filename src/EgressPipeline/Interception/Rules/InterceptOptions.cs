using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Interception.Rules;

/// <summary>
/// What is intercepted: every TCP connection that leaves over the network, but those of the exempt users and groups,
/// those to excluded ports and addresses and, where something is included, those to anything else. Immutable.
/// </summary>
internal sealed record InterceptOptions
{
    /// <summary>The most entries of one list: every entry is a rule that a new connection passes.</summary>
    public const int MaxEntries = 256;

    public const string DefaultBpfFolder = "/sys/fs/bpf";

    public InterceptMode Mode { get; init; } = InterceptMode.Off;

    public IptablesFrontEnd FrontEnd { get; init; } = IptablesFrontEnd.Default;

    /// <summary>Port of the transparent listener, 1 to 65535.</summary>
    public int OutboundPort { get; init; } = 15001;

    /// <summary>Port of the DNS proxy, which then gets every query over UDP and TCP; null leaves queries alone.</summary>
    public int? DnsPort { get; init; }

    /// <summary>Users whose traffic is never intercepted: the sidecar's.</summary>
    public IReadOnlyList<uint> ExemptUids { get; init; } = [1337];

    /// <summary>Groups whose traffic is never intercepted: the sidecar's.</summary>
    public IReadOnlyList<uint> ExemptGids { get; init; } = [1337];

    /// <summary>When not empty, only these destination ports are intercepted.</summary>
    public IReadOnlyList<PortRange> IncludePorts { get; init; } = [];

    /// <summary>Destination ports that are not; they win over included ones.</summary>
    public IReadOnlyList<PortRange> ExcludePorts { get; init; } = [];

    /// <summary>When not empty, only these destination addresses are intercepted; a family without one is not at all.</summary>
    public IReadOnlyList<Cidr> IncludeCidrs { get; init; } = [];

    /// <summary>Destination addresses that are not; they win over included ones.</summary>
    public IReadOnlyList<Cidr> ExcludeCidrs { get; init; } = [];

    /// <summary>UDP port 443 is refused, so that clients of HTTP/3 fall back to what is intercepted.</summary>
    public bool RefuseQuic { get; init; } = true;

    /// <summary>Of eBPF mode: the cgroup whose sockets are concerned, as a folder; empty for all that can be seen from here.</summary>
    public string Cgroup { get; init; } = "";

    /// <summary>Of eBPF mode: where a bpffs is, or may be mounted, for what is to outlive the process that applies it.</summary>
    public string BpfFolder { get; init; } = DefaultBpfFolder;

    /// <summary>QUIC is refused exactly where TCP to the same port is intercepted.</summary>
    public bool RefusesQuicHere => RefuseQuic && Intercepts(443);

    /// <summary>What contradicts itself, one line each; empty when all is well.</summary>
    public IEnumerable<string> Contradictions()
    {
        if (ExemptUids.Count == 0 && ExemptGids.Count == 0)
            yield return "no user and no group is exempt, so the sidecar would intercept itself; name its uid or gid";
        if (DnsPort == OutboundPort)
            yield return $"port {OutboundPort} cannot be both the transparent listener and the DNS proxy";
        if (DnsPort is not null && ExcludePorts.Any(r => r.Contains(53)))
            yield return "DNS is intercepted, but port 53 is excluded; drop one of the two";
        foreach (var range in ExcludeCidrs.Where(IsWholeFamily))
            yield return $"{range} is excluded, which would leave the whole family alone; name what to leave alone";
    }

    internal static bool IsV4(Cidr range) => range.PrefixLength >= 96 && range.Network.IsV4;

    internal static bool IsWholeFamily(Cidr range) => range.PrefixLength == (IsV4(range) ? 96 : 0);

    /// <summary>True when TCP to this port is intercepted, as far as its address is.</summary>
    internal bool Intercepts(int port) =>
        (IncludePorts.Count == 0 || IncludePorts.Any(r => r.Contains(port))) && !ExcludePorts.Any(r => r.Contains(port));
}
