using System.Net;
using System.Text;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Telemetry.Metrics;

namespace EgressPipeline.Telemetry.AccessLogs;

/// <summary>
/// One JSON object a line. Istio's fields come first under Istio's names and are always there (null when unknown); ours follow
/// and are left out when there is nothing to say.
/// </summary>
internal sealed class JsonFormat(bool redactQuery) : IAccessFormat
{
    private static readonly byte[][] Decisions = EnumText.SnakeCase<DecisionReason>();
    private static readonly byte[][] DryRuns = EnumText.SnakeCase<DryRunResult>();

    public void Write(LogLine line, in AccessRecord record)
    {
        line.Append("{\"start_time\":\""u8);
        line.AppendTime(record.StartTicks);
        line.Append("\""u8);
        WriteRequest(line, record);
        WriteResponse(line, record);
        WriteAddresses(line, record);
        WriteDecision(line, record);
        line.Append("}\n"u8);
    }

    public void Write(LogLine line, in DnsAccessRecord record)
    {
        line.Append("{\"start_time\":\""u8);
        line.AppendTime(record.StartTicks);
        line.Append("\",\"dns_name\":"u8);
        JsonText.Append(line, record.Name.IsEmpty ? "."u8 : record.Name, LoggedText.MaxValue);
        line.Append(",\"dns_type\":\""u8);
        DnsNames.AppendType(line, record.Type);
        line.Append(record.IsTcp ? "\",\"protocol\":\"TCP\",\"dns_code\":\""u8 : "\",\"protocol\":\"UDP\",\"dns_code\":\""u8);
        line.Append(DnsNames.Code(record.Code));
        line.Append("\",\"dns_outcome\":\""u8);
        line.Append(record.Outcome);
        Number(line, "\",\"dns_answers\":"u8, record.Answers);
        Number(line, ",\"duration_us\":"u8, record.DurationTicks / TimeSpan.TicksPerMicrosecond);
        if (record.Decision is { } decision)
        {
            line.Append(",\"dns_decision\":\""u8);
            line.Append(Decisions[(int)decision]);
            line.Append("\""u8);
        }
        Rule(line, ",\"rule\":"u8, ",\"source\":"u8, record.Rule);
        line.Append("}\n"u8);
    }

    private void WriteRequest(LogLine line, in AccessRecord record)
    {
        Text(line, ",\"method\":"u8, record.Method, LoggedText.MaxValue);
        line.Append(",\"path\":"u8);
        if (record.Path.IsEmpty)
            line.Append("null"u8);
        else
            WritePath(line, record);
        line.Append(",\"protocol\":"u8);
        if (record.IsHttp)
            line.Append(HttpVersions.Quoted(record.HttpVersion));
        else
            line.Append("null"u8);
        Text(line, ",\"authority\":"u8, LoggedText.WithoutUserInfo(record.Authority), LoggedText.MaxValue);
        Text(line, ",\"user_agent\":"u8, record.UserAgent, LoggedText.MaxValue);
        Text(line, ",\"x_forwarded_for\":"u8, record.ForwardedFor, LoggedText.MaxValue);
        Text(line, ",\"request_id\":"u8, record.RequestId, LoggedText.MaxValue);
        Text(line, ",\"requested_server_name\":"u8, record.Sni, LoggedText.MaxValue);
    }

    private void WritePath(LogLine line, in AccessRecord record)
    {
        line.Append("\""u8);
        JsonText.AppendInner(line, record.Path, LoggedText.MaxPath);
        if (!record.Query.IsEmpty)
        {
            line.Append("?"u8);
            JsonText.AppendInner(line, redactQuery ? "redacted"u8 : record.Query, LoggedText.MaxPath);
        }
        line.Append("\""u8);
    }

    private static void WriteResponse(LogLine line, in AccessRecord record)
    {
        Number(line, ",\"response_code\":"u8, record.Status);
        line.Append(",\"response_flags\":\""u8);
        line.Advance(ResponseFlagNames.Write(record.Flags, line.Reserve(ResponseFlagNames.MaxBytes)));
        line.Append("\""u8);
        Text(line, ",\"response_code_details\":"u8, record.Details);
        Text(line, ",\"connection_termination_details\":"u8, record.TerminationDetails);
        Text(line, ",\"upstream_transport_failure_reason\":"u8, record.TransportFailure);
        Number(line, ",\"bytes_received\":"u8, record.BytesReceived);
        Number(line, ",\"bytes_sent\":"u8, record.BytesSent);
        Number(line, ",\"duration\":"u8, record.DurationTicks / TimeSpan.TicksPerMillisecond);
        line.Append(",\"upstream_service_time\":"u8);
        if (record.UpstreamTicks < 0)
        {
            line.Append("null"u8);
            return;
        }
        // A string, because Envoy takes it from a header.
        line.Append("\""u8);
        line.Append(record.UpstreamTicks / TimeSpan.TicksPerMillisecond);
        line.Append("\""u8);
    }

    private static void WriteAddresses(LogLine line, in AccessRecord record)
    {
        Address(line, ",\"upstream_host\":"u8, record.UpstreamHost);
        Text(line, ",\"upstream_cluster\":"u8, record.Cluster);
        Address(line, ",\"upstream_local_address\":"u8, record.UpstreamLocal);
        Address(line, ",\"downstream_local_address\":"u8, record.DownstreamLocal);
        Address(line, ",\"downstream_remote_address\":"u8, record.DownstreamRemote);
        Text(line, ",\"route_name\":"u8, record.RouteName);
    }

    private static void WriteDecision(LogLine line, in AccessRecord record)
    {
        line.Append(",\"decision\":\""u8);
        line.Append(Decisions[(int)record.Decision]);
        line.Append("\""u8);
        Rule(line, ",\"rule\":"u8, ",\"source\":"u8, record.Rule);
        Rule(line, ",\"audit\":"u8, ",\"audit_source\":"u8, record.Audit);
        if (record.DryRun != DryRunResult.Same)
        {
            line.Append(",\"dry_run\":\""u8);
            line.Append(DryRuns[(int)record.DryRun]);
            line.Append("\""u8);
            Rule(line, ",\"dry_run_rule\":"u8, ",\"dry_run_source\":"u8, record.DryRunRule);
        }
        if (record.Limit is { } limit)
        {
            Rule(line, ",\"limit\":"u8, ",\"limit_source\":"u8, limit);
            Text(line, ",\"limit_bound\":"u8, record.LimitBound);
        }
        if (record.NearestMiss is { Length: > 0 })
            Text(line, ",\"nearest_miss\":"u8, record.NearestMiss);
        if (record.Principal is { Length: > 0 })
            Text(line, ",\"principal\":"u8, record.Principal);
        if (record.Process is { } process)
            Process(line, process);
        if (record.OriginalDestination is not null)
            Address(line, ",\"original_destination\":"u8, record.OriginalDestination);
        Number(line, ",\"attempts\":"u8, record.Attempts);
        if (!record.Trace.IsValid)
            return;
        line.Append(",\"traceparent\":\""u8);
        record.Trace.WriteTraceParent(line.Reserve(TraceContext.TraceParentLength));
        line.Advance(TraceContext.TraceParentLength);
        line.Append("\""u8);
    }

    private static void Process(LogLine line, LocalProcess process)
    {
        Number(line, ",\"source_uid\":"u8, process.Uid);
        if (process.Id > 0)
            Number(line, ",\"source_pid\":"u8, process.Id);
        if (process.Executable.Length > 0)
            Text(line, ",\"source_process\":"u8, process.Executable);
    }

    private static void Rule(LogLine line, ReadOnlySpan<byte> idName, ReadOnlySpan<byte> sourceName, RuleRef? rule)
    {
        if (rule is null)
            return;
        Text(line, idName, rule.Id);
        if (rule.Source.IsNone)
            return;
        line.Append(sourceName);
        line.Append("\""u8);
        JsonText.AppendInner(line, rule.Source.File);
        if (rule.Source.Line > 0)
        {
            line.Append(":"u8);
            line.Append(rule.Source.Line);
        }
        line.Append("\""u8);
    }

    private static void Text(LogLine line, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, int maxBytes)
    {
        line.Append(name);
        if (value.IsEmpty)
            line.Append("null"u8);
        else
            JsonText.Append(line, value, maxBytes);
    }

    private static void Text(LogLine line, ReadOnlySpan<byte> name, string? value)
    {
        line.Append(name);
        if (string.IsNullOrEmpty(value))
            line.Append("null"u8);
        else
            JsonText.Append(line, value);
    }

    private static void Number(LogLine line, ReadOnlySpan<byte> name, long value)
    {
        line.Append(name);
        line.Append(value);
    }

    private static void Address(LogLine line, ReadOnlySpan<byte> name, IPEndPoint? value)
    {
        line.Append(name);
        if (value is null)
        {
            line.Append("null"u8);
            return;
        }
        line.Append("\""u8);
        line.Append(value);
        line.Append("\""u8);
    }
}
