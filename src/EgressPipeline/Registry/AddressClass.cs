namespace EgressPipeline.Registry;

/// <summary>What kind of network an address belongs to. Everything but <see cref="Global"/> is dialled only when a service declares it.</summary>
internal enum AddressClass
{
    /// <summary>Reachable on the public internet.</summary>
    Global,

    /// <summary>0.0.0.0 or ::, which systems take for themselves. Never dialled.</summary>
    Unspecified,

    /// <summary>127.0.0.0/8, ::1.</summary>
    Loopback,

    /// <summary>169.254.0.0/16, fe80::/10.</summary>
    LinkLocal,

    /// <summary>A cloud's instance metadata or platform service, which hands out credentials.</summary>
    Metadata,

    /// <summary>10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16.</summary>
    Private,

    /// <summary>fc00::/7, and the older fec0::/10.</summary>
    UniqueLocal,

    /// <summary>100.64.0.0/10, between a provider's customers and its translators.</summary>
    CarrierGrade,

    /// <summary>224.0.0.0/4, ff00::/8. Never dialled.</summary>
    Multicast,

    /// <summary>255.255.255.255. Never dialled.</summary>
    Broadcast,

    /// <summary>198.18.0.0/15, 2001:2::/48.</summary>
    Benchmark,

    /// <summary>192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24, 2001:db8::/32, 3fff::/20.</summary>
    Documentation,

    /// <summary>Anything else that no public service can have.</summary>
    Reserved,
}
