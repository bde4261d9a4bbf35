using EgressPipeline.Host.Output;
using System.Text.Json;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Explaining;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Host.Explaining;

/// <summary>A trace as one JSON object, the same in <c>egress explain</c> and <c>egress test</c>.</summary>
internal static class TraceJson
{
    public static void Write(Utf8JsonWriter json, DecisionTrace trace)
    {
        json.WriteStartObject();
        json.WriteString("call", trace.Call);
        WriteText(json, "from", trace.Caller);
        json.WriteBoolean("allowed", trace.IsAllowed);
        json.WriteString("verdict", Verdicts.Word(trace.Outcome.Verdict));
        json.WriteString("reason", ReasonText.Name(trace.Outcome.Reason));
        WriteRule(json, "rule", trace.Outcome.Rule);
        WriteRule(json, "audit", trace.Outcome.Audit);
        if (trace.Outcome.DryRun != DryRunResult.Same)
            json.WriteString("dry_run", DryRunText.Name(trace.Outcome.DryRun));
        WriteRule(json, "dry_run_rule", trace.Outcome.DryRunRule);
        WriteAsked(json, trace.Outcome);
        WriteText(json, "nearest_miss", trace.NearestMiss);
        json.WriteStartArray("steps");
        foreach (var step in trace.Steps)
            WriteStep(json, step);
        json.WriteEndArray();
        json.WritePropertyName("outcome");
        WriteOutcome(json, trace.Outcome);
        json.WriteEndObject();
    }

    private static void WriteAsked(Utf8JsonWriter json, DecisionOutcome outcome)
    {
        if (outcome.Asked.Count == 0)
            return;
        json.WriteStartArray("asked");
        foreach (var (authorizer, rule) in outcome.Asked)
        {
            json.WriteStartObject();
            json.WriteString("binding", authorizer.Name);
            json.WriteString("filter", authorizer.Filter);
            WriteRule(json, "rule", rule);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>A rule with its place, or nothing when there is none.</summary>
    public static void WriteRule(Utf8JsonWriter json, string name, RuleRef? rule)
    {
        if (rule is null)
            return;
        json.WritePropertyName(name);
        WriteRule(json, rule);
    }

    /// <summary>A rule as an element of a list.</summary>
    public static void WriteRule(Utf8JsonWriter json, RuleRef rule)
    {
        json.WriteStartObject();
        json.WriteString("id", rule.Id);
        if (!rule.Source.IsNone)
        {
            json.WriteString("file", rule.Source.File);
            json.WriteNumber("line", rule.Source.Line);
        }
        json.WriteEndObject();
    }

    private static void WriteStep(Utf8JsonWriter json, TraceStep step)
    {
        json.WriteStartObject();
        json.WriteString("stage", step.Stage);
        json.WriteString("text", step.Text);
        WriteRule(json, "rule", step.Rule);
        if (step.Details.Count > 0)
            json.WriteTexts("details", step.Details);
        json.WriteEndObject();
    }

    private static void WriteOutcome(Utf8JsonWriter json, DecisionOutcome outcome)
    {
        json.WriteStartObject();
        WriteText(json, "service", outcome.Service);
        WriteText(json, "route", outcome.Route);
        WriteRule(json, "route_rule", outcome.RouteRule);
        WriteText(json, "path", outcome.Path);
        WriteText(json, "authority", outcome.Authority);
        if (outcome.Retry is { } retry)
            WriteRequest(json, outcome, retry);
        if (outcome.Redirect is { } redirect)
        {
            json.WriteStartObject("redirect");
            json.WriteNumber("code", redirect.Code);
            json.WriteString("location", redirect.Location);
            json.WriteEndObject();
        }
        if (outcome.DirectResponse is { } answer)
            json.WriteNumber("direct_response", answer.Status);
        json.WriteStartArray("destinations");
        foreach (var destination in outcome.Destinations)
            WriteDestination(json, outcome, destination);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRequest(Utf8JsonWriter json, DecisionOutcome outcome, RetryPlan retry)
    {
        json.WriteNumber("timeout_ms", outcome.Timeout.TotalMilliseconds);
        json.WriteStartObject("retries");
        json.WriteNumber("attempts", retry.Attempts);
        json.WriteBoolean("default", outcome.IsDefaultRetry);
        json.WriteTexts("retry_on", OutcomeText.Conditions(retry));
        json.WriteNumber("per_try_timeout_ms", retry.PerTryTimeout.TotalMilliseconds);
        json.WriteEndObject();
        if (outcome.Fault is { } fault)
            WriteFault(json, fault);
        if (outcome.Mirrors.Count > 0)
            WriteMirrors(json, outcome.Mirrors);
        WriteText(json, "cors", outcome.Cors is { } cors ? OutcomeText.Cors(cors) : null);
    }

    private static void WriteMirrors(Utf8JsonWriter json, IReadOnlyList<MirrorPlan> mirrors)
    {
        json.WriteStartArray("mirrors");
        foreach (var mirror in mirrors)
        {
            json.WriteStartObject();
            json.WriteString("cluster", mirror.Cluster.Name);
            json.WriteNumber("percent", mirror.PerMillion / 10_000.0);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteFault(Utf8JsonWriter json, FaultPlan fault)
    {
        json.WriteStartObject("fault");
        if (fault.Delay is { } delay)
        {
            json.WriteNumber("delay_ms", delay.Duration.TotalMilliseconds);
            json.WriteNumber("delay_percent", delay.PerMillion / 10_000.0);
        }
        if (fault.Abort is { } abort)
        {
            json.WriteNumber(abort.IsGrpc ? "abort_grpc_status" : "abort_status", abort.Status);
            json.WriteNumber("abort_percent", abort.PerMillion / 10_000.0);
        }
        json.WriteEndObject();
    }

    private static void WriteDestination(Utf8JsonWriter json, DecisionOutcome outcome, WeightedCluster destination)
    {
        var cluster = destination.Cluster;
        json.WriteStartObject();
        json.WriteString("cluster", cluster.Name);
        json.WriteString("host", cluster.Host);
        json.WriteNumber("port", cluster.Port);
        WriteText(json, "subset", cluster.Subset);
        json.WriteNumber("weight", destination.Weight);
        json.WriteNumber("total_weight", outcome.TotalWeight);
        json.WriteString("resolution", OutcomeText.Resolution(cluster.Resolution));
        json.WriteString("load_balancing", OutcomeText.LoadBalancing(cluster));
        json.WriteTexts("endpoints", outcome.EndpointsOf(cluster));
        json.WriteString("tls", OutcomeText.Tls(cluster.Tls.Mode));
        if (cluster.Tls.Mode != TlsMode.Disable)
        {
            json.WriteString("server_name", OutcomeText.ServerName(outcome, cluster));
            json.WriteBoolean("verified", !cluster.Tls.InsecureSkipVerify);
        }
        WriteRule(json, "destination_rule", cluster.DestinationRule);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
            json.WriteString(name, text);
    }
}
