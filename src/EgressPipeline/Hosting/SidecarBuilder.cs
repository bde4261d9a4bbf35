using System.Net;
using EgressPipeline.Admin;
using EgressPipeline.Authentication;
using EgressPipeline.Filters;
using EgressPipeline.Interception;
using EgressPipeline.Limits;
using EgressPipeline.Listening;
using EgressPipeline.Pipeline;
using EgressPipeline.Plugins;
using EgressPipeline.Policies;
using EgressPipeline.Policy;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Telemetry;
using EgressPipeline.Telemetry.AccessLogs;
using EgressPipeline.Telemetry.Metrics;
using EgressPipeline.Tls;
using EgressPipeline.Transport;
using EgressPipeline.Upstream;
using Microsoft.Extensions.Logging;

namespace EgressPipeline.Hosting;

/// <summary>
/// The composition root: policies first, because without them nothing may be served; then what the stages share; then
/// the listeners, all or none.
/// </summary>
internal sealed class SidecarBuilder(SidecarOptions options, SidecarOutputs outputs, IReadOnlyList<FilterDescriptor> compiledIn)
{
    private readonly List<string> _warnings = [];
    private readonly WorkloadContext _workload = new(options.Namespace, options.Labels, options.Unregistered);

    public async Task<SidecarStart> StartAsync(CancellationToken cancellationToken)
    {
        var load = PolicyLoader.Load(options.Policies, _workload);
        if (load.Plan is null)
            return SidecarStart.Failed(load.Problems);
        _warnings.AddRange(load.Diagnostics.Where(d => d.Severity == Severity.Warning).Select(d => d.ToString()));
        var plugins = PluginSource.Load(options, compiledIn);
        if (plugins.Problems.Count > 0 && options.PluginsStrict)
            return SidecarStart.Failed(plugins.Problems);
        _warnings.AddRange(plugins.Problems);
        _warnings.AddRange(plugins.Warnings);
        var parts = Compose(plugins.Filters);
        var (sidecar, problems) = await ServeAsync(parts, load, cancellationToken);
        if (sidecar is null)
        {
            await parts.DisposeAsync();
            return SidecarStart.Failed(problems);
        }
        return new SidecarStart(sidecar, [], _warnings);
    }

    private async Task<(Sidecar? Sidecar, IReadOnlyList<string> Problems)> ServeAsync(SidecarParts parts, PolicyLoad load, CancellationToken cancellationToken)
    {
        var filters = await parts.Reloader.StartAsync(load, cancellationToken);
        if (filters.Set is null)
            return (null, filters.Problems);
        _warnings.AddRange(filters.Warnings);
        var dns = options.Dns.Address is null ? null : new DnsWiring(parts);
        var listeners = Listeners(parts, dns);
        var transport = new SocketTransportFactory(new TransportOptions { Time = outputs.Time, IsTransparent = IsTransparent });
        var (running, problem) = await listeners.StartAsync(transport, parts.Services.LoopGuard.Add, parts.Services.LoggerFactory, cancellationToken);
        if (running is null)
            return (null, [problem!]);
        var (interception, problems) = dns?.StartUdp(listeners.BoundOf("dns")) is { } failed ? (null, [failed]) : await RunningInterception.StartAsync(options, outputs.Time);
        if (problems.Count > 0)
        {
            await running.StopAsync(CancellationToken.None);
            running.Dispose();
            return (null, problems);
        }
        parts.Interception = interception;
        parts.Watcher = new PolicyWatcher(parts.Reloader, outputs.Time, parts.Services.LoggerFactory.CreateLogger<PolicyWatcher>());
        return (new Sidecar(parts, running, listeners.Bindings), []);
    }

    private bool IsTransparent(EndPoint endpoint) => options.OutboundTproxy && endpoint is IPEndPoint { Port: var port } && port == options.Outbound?.Port;

    private SidecarListeners Listeners(SidecarParts parts, DnsWiring? dns)
    {
        var listeners = new SidecarListeners();
        var pipeline = new HttpPipeline(parts.Services);
        listeners.AddRaw("outbound", options.Outbound, CountedConnections.Of(parts.Services.Metrics, ListenerKind.Outbound, parts.Connections.Wrap(new OutboundConnectionHandler(pipeline).OnConnectionAsync)), isIntercepting: true);
        listeners.AddRaw("proxy", options.Proxy, CountedConnections.Of(parts.Services.Metrics, ListenerKind.Proxy, parts.Connections.Wrap(new ProxyConnectionHandler(pipeline).OnConnectionAsync, new OverloadReply(parts.Services.Heartbeat).OnConnectionAsync)));
        dns?.AddTo(listeners);
        var admin = AdminWiring.Of(parts);
        listeners.AddHttp("admin", options.Admin, new AdminApi(admin).HandleAsync);
        listeners.AddHttp("metrics", options.Metrics, new MetricsApi(admin).HandleAsync);
        return listeners;
    }

    private SidecarParts Compose(FilterCatalogue catalogue)
    {
        var loggers = new LoggerFactory([new LineLoggerProvider(outputs.Log, outputs.Time)]);
        var denials = new DenialLog();
        var workload = WorkloadLabels.From(options.Identity.Principal, options.Namespace, options.Labels);
        var metrics = new EgressMetrics(workload);
        var loopGuard = new LoopGuard();
        var upstream = new UpstreamServices(Upstream(), outputs.Time, loopGuard.IsOwnListener, loggers.CreateLogger("EgressPipeline.Upstream"));
        var snapshots = new SnapshotSource();
        UpstreamMetrics.Register(metrics.Registry, upstream.Counters, snapshots);
        LimitMetrics.Register(metrics.Registry, snapshots);
        CertificateMetrics.Register(metrics.Registry, upstream.Credentials, snapshots);
        var filters = FilterServices.Create(loggers, metrics.Registry, options.Limits.FilterStall, outputs.Time);
        var services = new SidecarServices
        {
            Options = options,
            Snapshots = snapshots,
            Caller = options.Identity,
            Metrics = metrics,
            AccessLog = AccessLog(metrics, denials),
            Denials = denials,
            Tracing = new Tracing(options.Trace),
            Connector = new UpstreamConnector(upstream),
            Heartbeat = new Heartbeat(outputs.Time),
            LoopGuard = loopGuard,
            Lifetime = new SidecarLifetime(),
            Time = outputs.Time,
            LoggerFactory = loggers,
            Filters = filters,
        };
        var authentication = new AuthenticationServices(outputs.Time, loggers.CreateLogger("EgressPipeline.Authentication"), metrics.Registry, services.Lifetime.Closing);
        return new SidecarParts
        {
            Options = options,
            Outputs = outputs,
            Services = services,
            Upstream = upstream,
            Export = OtlpExport.Start(options.OtlpEndpoint, workload),
            Connections = new ConnectionLimit(options.Limits.MaxConnections, metrics.LimitsHit[LimitKind.Connections].Increment),
            Reloader = new PolicyReloader(options.Policies, _workload, snapshots, upstream, metrics, new FilterSetBuilder(catalogue, filters), authentication, loggers.CreateLogger<PolicyReloader>(), PolicyLoader.Compile),
        };
    }

    private AccessLog AccessLog(EgressMetrics metrics, DenialLog denials) => options.AccessLog switch
    {
        AccessLogMode.Json => new AccessLog(new JsonFormat(options.RedactQuery), outputs.AccessRecords, metrics.AccessLogDropped, denials),
        AccessLogMode.Text => new AccessLog(new TextFormat(options.RedactQuery), outputs.AccessRecords, metrics.AccessLogDropped, denials),
        _ => new AccessLog(null, Stream.Null, metrics.AccessLogDropped, denials),
    };

    private UpstreamOptions Upstream() => new()
    {
        ConnectTimeout = options.Limits.ConnectTimeout,
        IdleTimeout = options.Limits.UpstreamIdleTimeout,
        DnsServers = options.Dns.Servers,
        DnsTimeout = options.Limits.DnsTimeout,
        DnsStaleFor = options.Limits.DnsMaxStale,
    };
}
