using EgressPipeline.Admin;
using EgressPipeline.Admin.Views;
using EgressPipeline.Clusters;
using EgressPipeline.Filters;
using EgressPipeline.Limits;
using EgressPipeline.Hosting;
using EgressPipeline.Interception;
using EgressPipeline.Listening;
using EgressPipeline.Pipeline;
using EgressPipeline.Policy;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Telemetry;
using EgressPipeline.Upstream;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EgressPipeline.Tests.Admin;

/// <summary>The admin and metrics answers over a small real plan, called without sockets.</summary>
internal sealed class AdminFixture : IDisposable
{
    private const string Policy = """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: { name: api, namespace: shop }
        spec:
          hosts: [api.example.com]
          ports: [{ number: 443, name: tls, protocol: HTTPS }]
          resolution: STATIC
          endpoints: [{ address: 203.0.113.10 }, { address: 203.0.113.11 }]
        """;

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
    private readonly UpstreamServices _upstream;
    private readonly AdminSources _sources;

    public AdminFixture(bool published = true)
    {
        _upstream = new UpstreamServices(new UpstreamOptions(), _time, static _ => false, NullLogger.Instance);
        var metrics = new EgressMetrics(new WorkloadLabels());
        Services = new SidecarServices
        {
            Options = new SidecarOptions(),
            Snapshots = new SnapshotSource(),
            Caller = CallerIdentity.Anonymous,
            Metrics = metrics,
            Filters = StandardFilters.ServicesFor(metrics),
            AccessLog = AccessLog.Off,
            Tracing = new Tracing(TraceMode.Off),
            Connector = new UpstreamConnector(_upstream),
            Heartbeat = new Heartbeat(_time),
            LoopGuard = new LoopGuard(),
            Lifetime = new SidecarLifetime(),
            Time = _time,
            LoggerFactory = NullLoggerFactory.Instance,
        };
        if (published)
            Publish();
        _sources = new AdminSources
        {
            Services = Services,
            Policies = () => Report,
            Reload = _ => Task.FromResult(new ReloadReport(Report.LastReloadErrors.Count > 0 ? "refused" : "published", Report)),
            Certificates = static () => [new CertificateReport("/etc/ca.pem", "", null, "")],
            Quit = () => Quits++,
        };
    }

    public SidecarServices Services { get; }

    public int Quits { get; private set; }

    public PolicyReport Report { get; set; } = new(3, "abc", DateTimeOffset.UnixEpoch, null, []);

    public Task<Answer> AdminAsync(string method, string path, params (string Name, string Value)[] headers) =>
        CallAsync(new AdminApi(_sources).HandleAsync, method, path, "127.0.0.1:15000", headers);

    public Task<Answer> MetricsAsync(string path, string method = "GET") =>
        CallAsync(new MetricsApi(_sources).HandleAsync, method, path, "egress.monitoring.svc:15020", []);

    public void Dispose()
    {
        Services.Metrics.Dispose();
        Services.Heartbeat.Dispose();
        Services.Lifetime.Dispose();
        _upstream.Dispose();
    }

    private void Publish()
    {
        var result = PolicyCompiler.Compile([new PolicyFile("policies/api.yaml", Policy)], new WorkloadContext("", new Dictionary<string, string>(), UnregisteredMode.Deny));
        Assert.Empty(result.Diagnostics);
        Services.Snapshots.Publish(new EgressSnapshot(result.Plan!, ClusterSet.Build(result.Plan!, null, _upstream), new FilterSetBuilder(StandardFilters.Catalogue(), Services.Filters).Build(result.Plan!, null).Set!, LimitSet.Build(result.Plan!, null, new LimitClock(Services.Time)), Services.Metrics));
    }

    private static async Task<Answer> CallAsync(RequestDelegate handler, string method, string path, string host, (string Name, string Value)[] headers)
    {
        var context = new DefaultHttpContext();
        var body = new MemoryStream();
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body));
        var completed = new CompletionFeature();
        context.Features.Set<IHttpResponseFeature>(completed);
        context.Request.Method = method;
        context.Request.Scheme = "http";
        context.Request.Host = new HostString(host);
        var query = path.IndexOf('?', StringComparison.Ordinal);
        context.Request.Path = query < 0 ? path : path[..query];
        context.Request.QueryString = query < 0 ? default : new Microsoft.AspNetCore.Http.QueryString(path[query..]);
        foreach (var (name, value) in headers)
            context.Request.Headers[name] = value;
        await handler(context);
        await context.Response.BodyWriter.FlushAsync();
        await completed.CompleteAsync();
        return new Answer(context.Response.StatusCode, context.Response.ContentType ?? "", System.Text.Encoding.UTF8.GetString(body.ToArray()));
    }

    /// <summary>What was answered.</summary>
    internal sealed record Answer(int Status, string ContentType, string Body);

    private sealed class CompletionFeature : HttpResponseFeature
    {
        private readonly List<(Func<object, Task> Callback, object State)> _callbacks = [];

        public override void OnCompleted(Func<object, Task> callback, object state) => _callbacks.Add((callback, state));

        public async Task CompleteAsync()
        {
            foreach (var (callback, state) in _callbacks)
                await callback(state);
        }
    }
}
