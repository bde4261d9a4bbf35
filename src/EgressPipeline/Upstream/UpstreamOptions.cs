using System.Net;

namespace EgressPipeline.Upstream;

/// <summary>Host settings of the upstream side; what a DestinationRule says goes first.</summary>
internal sealed record UpstreamOptions
{
    /// <summary>Idle upstream connections are closed after this; shorter than the keep-alive of common servers (60 s and up).</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bound on connecting, TLS included, where no DestinationRule has one.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Name servers to ask; empty = those of the system.</summary>
    public IReadOnlyList<IPEndPoint> DnsServers { get; init; } = [];

    /// <summary>Bound on one question to the name servers.</summary>
    public TimeSpan DnsTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Answers are kept at least this long, whatever their TTL.</summary>
    public TimeSpan DnsMinTtl { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Answers are asked for again after this at the latest.</summary>
    public TimeSpan DnsMaxTtl { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Upper bound on how long "no such name" is believed (RFC 2308); failures are repeated after this, too.</summary>
    public TimeSpan DnsMaxNegativeTtl { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long old addresses are used while the name servers fail.</summary>
    public TimeSpan DnsStaleFor { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Called hosts that one cluster remembers (DYNAMIC_DNS and undeclared hosts); the longest unused go first.</summary>
    public int MaxHostsPerCluster { get; init; } = 1024;

    /// <summary>How often credential files are looked at for a change.</summary>
    public TimeSpan CredentialPollInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Seed of every random choice; null = from the system.</summary>
    public ulong? Seed { get; init; }
}
