using System.Diagnostics;
using System.Net;
using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Telemetry;
using EgressPipeline.Transport;

namespace EgressPipeline.Http1;

/// <summary>Turns a finished exchange into its metrics and its one access record. Allocates nothing for an allowed call.</summary>
internal static class ExchangeRecorder
{
    private const string ViaUpstream = "via_upstream";
    private const string DirectResponse = "direct_response";

    public static void Record(HttpPipeline pipeline, HttpExchange exchange, IClientChannel client)
    {
        var services = pipeline.Services;
        var elapsed = Stopwatch.GetElapsedTime(exchange.StartTimestamp);
        var tls = exchange.ClusterState is not { Plan.Tls.Mode: Policy.Plan.TlsMode.Disable };
        if (exchange.Snapshot is { } snapshot)
            snapshot.SeriesOf(exchange.ClusterState).Record(exchange.Status, exchange.Flags, tls, exchange.BytesFromClient, exchange.BytesFromService, elapsed.Ticks / 10);
        if (exchange.IsJudged)
            services.Metrics.CountDecision(exchange.Snapshot.Plan, exchange.Decision);
        if (exchange.Failure.IsError)
            services.Metrics.UpstreamErrors[exchange.Failure.Reason].Increment();
        var refused = !exchange.Decision.IsAllowed;
        if (!services.AccessLog.IsEnabled && !refused)
            return;
        Log(services, exchange, client, elapsed, refused);
    }

    private static void Log(Hosting.SidecarServices services, HttpExchange exchange, IClientChannel client, TimeSpan elapsed, bool refused)
    {
        var head = exchange.RequestHead;
        head.TryGet("user-agent"u8, out var agent);
        head.TryGet("x-request-id"u8, out var requestId);
        head.TryGet("x-forwarded-for"u8, out var forwardedFor);
        var record = new AccessRecord
        {
            StartTicks = (services.Time.GetUtcNow() - elapsed).Ticks,
            DurationTicks = elapsed.Ticks,
            IsHttp = true,
            HttpVersion = exchange.IsHttp2 ? AccessRecord.Http2 : head.MinorVersion,
            Method = head.Method,
            Path = exchange.JudgedPath,
            Query = exchange.JudgedQuery,
            Authority = head.Authority,
            UserAgent = agent,
            RequestId = requestId,
            ForwardedFor = forwardedFor,
            Status = exchange.Status,
            Flags = exchange.Flags,
            Details = exchange.ConcludedBy is { } filter ? filter.Token : exchange.Failure.IsError ? ErrorTable.For(exchange.Failure.Reason).Token : exchange.ResponseHead is null ? DirectResponse : ViaUpstream,
            TransportFailure = exchange.Failure.Side == FailureSide.Upstream ? exchange.Detail : null,
            BytesReceived = exchange.BytesFromClient,
            BytesSent = exchange.BytesFromService,
            UpstreamHost = exchange.Endpoint?.Address,
            UpstreamTicks = exchange.UpstreamTicks,
            DownstreamLocal = exchange.OriginalDestination ?? client.LocalEndPoint as IPEndPoint,
            OriginalDestination = exchange.OriginalDestination,
            DownstreamRemote = exchange.Source,
            Cluster = exchange.ClusterState?.Plan.Name ?? (refused ? EgressMetrics.BlackHole : null),
            RouteName = exchange.Decision.Route?.Name,
            Attempts = exchange.AttemptCount,
            Decision = exchange.Decision.Reason,
            Rule = exchange.Decision.Rule,
            Audit = exchange.Decision.Audit,
            DryRun = exchange.Decision.DryRun,
            DryRunRule = exchange.Decision.DryRunRule,
            Limit = exchange.Limits.Refusal?.Limit.Rule,
            LimitBound = exchange.Limits.Refusal?.BoundName,
            Principal = exchange.Caller.Principal,
            Process = exchange.Process,
            NearestMiss = refused ? NearestMiss.Explain(exchange.Snapshot.Plan, exchange.Facts(), exchange.Decision) : null,
            Trace = exchange.Trace,
        };
        services.AccessLog.Write(record);
    }
}
