namespace EgressPipeline.Interception.Rules;

/// <summary>By which means the kernel hands the application's connections to the sidecar.</summary>
internal enum InterceptMode
{
    /// <summary>It does not: the application is told about the proxy, or rules come from elsewhere.</summary>
    Off,

    /// <summary>One nftables table for both families, REDIRECT. Needs the program nft.</summary>
    Nft,

    /// <summary>Chains of iptables and ip6tables, REDIRECT. Needs their save and restore programs.</summary>
    Iptables,

    /// <summary>One nftables table and a routing rule a family; the source and destination stay as they were. Needs nft and ip.</summary>
    Tproxy,

    /// <summary>Programs at the sockets of a cgroup, both families; no rule of netfilter. Needs CAP_BPF beside CAP_NET_ADMIN.</summary>
    Ebpf,
}
