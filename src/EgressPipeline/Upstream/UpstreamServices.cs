using System.Net;
using EgressPipeline.LoadBalancing;
using EgressPipeline.Registry;
using EgressPipeline.Tls;
using Microsoft.Extensions.Logging;

namespace EgressPipeline.Upstream;

/// <summary>What the upstream side shares, made once per process. Disposed after the last cluster set.</summary>
internal sealed class UpstreamServices : IDisposable
{
    /// <param name="options">Host settings.</param>
    /// <param name="time">The clock of every timeout, TTL and timer.</param>
    /// <param name="isOwnListener">True for an address this very process listens on, which is never dialled.</param>
    /// <param name="logger">Background events: refreshes that fail, credentials that change.</param>
    /// <param name="resolver">Finds names; null = hosts file and DNS as the options say.</param>
    public UpstreamServices(UpstreamOptions options, TimeProvider time, Func<IPEndPoint, bool> isOwnListener, ILogger logger, INameResolver? resolver = null)
    {
        Options = options;
        Time = time;
        Random = options.Seed is { } seed ? new RandomSequence(seed) : RandomSequence.FromSystem();
        Guard = new AddressGuard(isOwnListener);
        Names = new NameTable(new NameRefresh(resolver ?? SystemResolver(options), options, time, Random, logger));
        Credentials = new TlsMaterialStore(options.CredentialPollInterval, time, logger);
        IdleSweep = new IdleSweep(options.IdleTimeout, time);
    }

    public UpstreamOptions Options { get; }

    public TimeProvider Time { get; }

    /// <summary>Classifies and counts every address before it is dialled.</summary>
    public AddressGuard Guard { get; }

    public UpstreamCounters Counters { get; } = new();

    internal RandomSequence Random { get; }

    internal NameTable Names { get; }

    /// <summary>Certificates, keys and trust of all clusters.</summary>
    internal TlsMaterialStore Credentials { get; }

    internal IdleSweep IdleSweep { get; }

    public void Dispose()
    {
        Credentials.Dispose();
        IdleSweep.Dispose();
    }

    private static SystemNameResolver SystemResolver(UpstreamOptions options) =>
        new(new HostsFile("/etc/hosts"), new DnsNameResolver(new NameServers(options.DnsServers, "/etc/resolv.conf"), options.DnsTimeout));
}
