using System.Diagnostics;
using System.Net;
using EgressPipeline.Hosting;
using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Telemetry;

namespace EgressPipeline.Streams;

/// <summary>Turns a finished relay into its metrics and its one access record.</summary>
internal static class StreamRecorder
{
    public static void Record(SidecarServices services, StreamCall call)
    {
        var flags = ErrorTable.For(call.Failure.Reason).Flag;
        var elapsed = Stopwatch.GetElapsedTime(call.StartTimestamp);
        services.Metrics.CountDecision(call.Snapshot.Plan, call.Decision);
        if (call.Failure.IsError)
            services.Metrics.UpstreamErrors[call.Failure.Reason].Increment();
        call.Snapshot.SeriesOf(call.Cluster).TcpClosed(call.Sent, call.Received, flags);
        var refused = !call.Decision.IsAllowed;
        if (!services.AccessLog.IsEnabled && !refused)
            return;
        services.AccessLog.Write(new AccessRecord
        {
            StartTicks = (services.Time.GetUtcNow() - elapsed).Ticks,
            DurationTicks = elapsed.Ticks,
            Method = call.Kind == CallKind.Connect ? "CONNECT"u8 : default,
            Authority = call.Kind == CallKind.Connect ? System.Text.Encoding.ASCII.GetBytes(HostAndPort(call)) : call.Host,
            Sni = System.Text.Encoding.ASCII.GetBytes(call.Sni),
            Flags = flags,
            Details = call.Filters?.RefusedBy is { } filter ? filter.Token : call.Failure.IsError ? ErrorTable.For(call.Failure.Reason).Token : null,
            TransportFailure = call.Failure.Side == FailureSide.Upstream ? call.Detail : null,
            TerminationDetails = call.Failure.Side == FailureSide.Upstream ? null : call.Detail,
            BytesReceived = call.Received,
            BytesSent = call.Sent,
            UpstreamHost = call.Endpoint?.Address,
            DownstreamLocal = call.OriginalDestination ?? call.Client.LocalEndPoint as IPEndPoint,
            OriginalDestination = call.OriginalDestination,
            DownstreamRemote = call.Client.RemoteEndPoint as IPEndPoint,
            Cluster = call.Cluster?.Plan.Name ?? (refused ? EgressMetrics.BlackHole : null),
            Attempts = call.Endpoint is null ? 0 : 1,
            Decision = call.Decision.Reason,
            Rule = call.Decision.Rule,
            Audit = call.Decision.Audit,
            DryRun = call.Decision.DryRun,
            DryRunRule = call.Decision.DryRunRule,
            Limit = call.Limits.Refusal?.Limit.Rule,
            LimitBound = call.Limits.Refusal?.BoundName,
            Principal = call.Caller.Principal,
            Process = call.Process,
            NearestMiss = refused ? NearestMiss.Explain(call.Snapshot.Plan, call.Facts(), call.Decision) : null,
        });
    }

    private static string HostAndPort(StreamCall call)
    {
        var host = System.Text.Encoding.ASCII.GetString(call.Host);
        return $"{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{call.Port}";
    }
}
