using System.Net;
using EgressPipeline.Dns;
using EgressPipeline.Telemetry;
using EgressPipeline.Telemetry.Metrics;
using EgressPipeline.Listening;

namespace EgressPipeline.Hosting;

/// <summary>Puts the DNS proxy together: one resolver behind a TCP listener of the server and UDP sockets of its own.</summary>
internal sealed class DnsWiring
{
    private readonly SidecarParts _parts;
    private readonly Resolver _resolver;

    public DnsWiring(SidecarParts parts)
    {
        _parts = parts;
        var (services, options) = (parts.Services, parts.Options);
        var system = new SystemResolver("/etc/resolv.conf", services.Time);
        var metrics = new DnsMetrics(services.Metrics.Registry);
        var servers = new ServerList(options.Dns.Servers, system, services.LoopGuard.IsOwnListener, services.Time);
        _resolver = new Resolver(new DnsServices
        {
            Options = options.Dns,
            Plan = () => services.Snapshots.Current.Plan,
            Caller = services.Caller,
            System = system,
            Forwarder = new Forwarder(servers, new NameServerClient(services.Time), options.Limits.DnsTimeout, metrics),
            Metrics = metrics,
            Log = new QuestionLog(services.AccessLog, services.Time),
            StaleFor = options.Limits.DnsMaxStale,
            Time = services.Time,
        });
        services.Metrics.Registry.Observe("egress_dns_cached_answers", "DNS answers that are remembered.", MetricKind.Gauge, () => _resolver.CachedAnswers);
    }

    /// <summary>Adds the TCP side.</summary>
    public void AddTo(SidecarListeners listeners)
    {
        var services = _parts.Services;
        var connections = new ConnectionLimit(TcpQueries.MaxConnections, services.Metrics.LimitsHit[LimitKind.Connections].Increment);
        var queries = new TcpQueries(_resolver, services.Heartbeat, services.Lifetime.Closing);
        listeners.AddRaw("dns", _parts.Options.Dns.Address, CountedConnections.Of(services.Metrics, ListenerKind.Dns, connections.Wrap(queries.OnConnectionAsync)), isIntercepting: true);
    }

    /// <summary>Opens the UDP side at the addresses that TCP is bound to; the problem in one line, or null.</summary>
    public string? StartUdp(IReadOnlyList<IPEndPoint> bound)
    {
        _parts.Dns = DnsProxy.Start(bound, _resolver, out var problem);
        return problem;
    }
}
