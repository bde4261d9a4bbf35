using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using EgressPipeline.Http;
using EgressPipeline.Http.Http2;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Telemetry.Metrics;

namespace EgressPipeline.Telemetry;

/// <summary>
/// Every count of one sidecar. Slots are resolved once (per destination and outcome, per enum member) and are then interlocked
/// additions; text and OpenTelemetry read the same slots when somebody asks. Safe for concurrent use.
/// </summary>
internal sealed class EgressMetrics : IDisposable
{
    /// <summary>Istio's name for what no policy declares and is refused.</summary>
    public const string BlackHole = "BlackHoleCluster";

    /// <summary>Istio's name for what no policy declares and is let through.</summary>
    public const string Passthrough = "PassthroughCluster";

    /// <summary>The name of the meter and of the activity source.</summary>
    public const string MeterName = "EgressPipeline";

    private readonly ConcurrentDictionary<string, RequestSeries> _series = new(StringComparer.Ordinal);
    private readonly LabelSet _source;
    private readonly RequestInstruments _instruments;
    private readonly PolicyMetrics _policies;
    private HashSet<string> _previousPlan = [];

    public EgressMetrics(WorkloadLabels workload)
    {
        _source = IstioMetrics.SourceLabels(workload);
        _instruments = new RequestInstruments(Meter);
        Registry = new MetricRegistry(Meter);
        IstioMetrics.Register(Registry, () => _series.Values);
        Registry.Observe("egress_plaintext_requests_total", "Requests whose upstream hop was not encrypted.", MetricKind.Counter, CollectPlaintext);
        Connections = Registry.AddCounters<ListenerKind>("egress_connections_total", "listener", "Downstream connections accepted.");
        ActiveConnections = Registry.AddCounters<ListenerKind>("egress_connections_active", "listener", "Downstream connections open now.", MetricKind.Gauge);
        RejectedHeads = Registry.AddCounters<HttpParseError>("egress_rejected_heads_total", "reason", "Messages refused because they were no valid HTTP.");
        Http2Violations = Registry.AddCounters<Http2Violation>("egress_http2_violations_total", "reason", "Streams and connections of clients ended because they broke a rule of HTTP/2, or asked for too much.");
        LimitsHit = Registry.AddCounters<LimitKind>("egress_limits_hit_total", "limit", "Times a bound of this process was reached.");
        Decisions = Registry.AddCounters<DecisionReason>("egress_decisions_total", "reason", "Calls judged, by the reason of the judgement.");
        DryRuns = Registry.AddCounters<DryRunResult>("egress_dry_run_total", "result", "Calls judged while policies were on trial, by what those would change.");
        Retries = Registry.AddCounters<EgressErrorReason>("egress_retries_total", "reason", "Attempts repeated, by what made the one before fail (none: its status).");
        UpstreamErrors = Registry.AddCounters<EgressErrorReason>("egress_errors_total", "reason", "Calls that ended in an answer of this process or a reset.");
        FaultsInjected = Registry.AddCounters<FaultKind>("egress_faults_injected_total", "fault", "Faults injected because a route's policy asks for them.");
        MirroredCalls = Registry.AddCounters<MirrorResult>("egress_mirrored_requests_total", "result", "Copies that mirrors were to get, by what became of them.");
        PolicyReloads = Registry.AddCounters<ReloadResult>("egress_policy_reloads_total", "result", "Policy sets read.");
        AccessLogDropped = Registry.AddCounter("egress_access_log_dropped_total", "Access records dropped because the writer was behind.");
        _policies = new PolicyMetrics(Registry);
        ProcessMetrics.Register(Registry);
        LoopStalls = Registry.AddCounter("egress_loop_stalls_total", "Times an event loop was blocked longer than its bound.");
    }

    /// <summary>Shows the same slots to OpenTelemetry.</summary>
    internal Meter Meter { get; } = new(MeterName);

    /// <summary>Where stages add gauges over their own state.</summary>
    public MetricRegistry Registry { get; }

    public EnumCounters<ListenerKind> Connections { get; }

    /// <summary>A gauge: increment when a connection is taken, decrement when it is gone.</summary>
    public EnumCounters<ListenerKind> ActiveConnections { get; }

    /// <summary>Messages of either side that were no valid HTTP, by the rule that was broken.</summary>
    public EnumCounters<HttpParseError> RejectedHeads { get; }

    /// <summary>What clients broke, by the rule.</summary>
    public EnumCounters<Http2Violation> Http2Violations { get; }

    public EnumCounters<LimitKind> LimitsHit { get; }

    public EnumCounters<DecisionReason> Decisions { get; }

    /// <summary>Counted only while policies are on trial.</summary>
    public EnumCounters<DryRunResult> DryRuns { get; }

    /// <summary>Counted per repeated attempt, by why the one before failed; <see cref="EgressErrorReason.None"/> = its status.</summary>
    public EnumCounters<EgressErrorReason> Retries { get; }

    /// <summary>Calls that failed, by reason, once per call.</summary>
    public EnumCounters<EgressErrorReason> UpstreamErrors { get; }

    /// <summary>Counted when a delay begins and when an abort is answered.</summary>
    public EnumCounters<FaultKind> FaultsInjected { get; }

    /// <summary>Counted once per call and mirror that its share draws.</summary>
    public EnumCounters<MirrorResult> MirroredCalls { get; }

    public EnumCounters<ReloadResult> PolicyReloads { get; }

    public Counter AccessLogDropped { get; }

    public Counter LoopStalls { get; }

    /// <summary>Counts a call that was judged.</summary>
    public void CountDecision(EgressPlan plan, in Decision decision)
    {
        Decisions[decision.Reason].Increment();
        if (plan.Authorization.DryRun is not null)
            DryRuns[decision.DryRun].Increment();
    }

    /// <summary>The series of a destination; keep it, the look-up is by name.</summary>
    /// <param name="cluster">The declared destination, or null for an undeclared one.</param>
    /// <param name="wellKnown"><see cref="BlackHole"/> or <see cref="Passthrough"/>; used when there is no cluster.</param>
    public RequestSeries For(ClusterPlan? cluster, string wellKnown)
    {
        var key = cluster is null ? wellKnown : KeyOf(cluster);
        return _series.TryGetValue(key, out var series)
            ? series
            : _series.GetOrAdd(key, new RequestSeries(_source, cluster, wellKnown, _instruments));
    }

    /// <summary>
    /// Notes that a plan is in force. Destinations that neither it nor the plan before it declares are forgotten, so that
    /// reloads do not pile up series. Called by the one who publishes, after the snapshot was made.
    /// </summary>
    public void PolicyPublished(EgressPlan plan, DateTimeOffset at)
    {
        PolicyReloads[ReloadResult.Ok].Increment();
        _policies.Published(plan.Hash, at);
        var current = new HashSet<string>(StringComparer.Ordinal) { BlackHole, Passthrough };
        foreach (var cluster in plan.Clusters)
            current.Add(KeyOf(cluster));
        foreach (var key in _series.Keys)
            if (!current.Contains(key) && !_previousPlan.Contains(key))
                _series.TryRemove(key, out _);
        _previousPlan = current;
    }

    /// <summary>Notes that policies were read and not taken.</summary>
    public void PolicyRefused(DateTimeOffset at)
    {
        PolicyReloads[ReloadResult.Failed].Increment();
        _policies.Read(at);
    }

    /// <summary>Writes every metric in Prometheus' text format 0.0.4.</summary>
    public void WritePrometheus(IBufferWriter<byte> output) => Registry.Collect(new PrometheusWriter(output));

    public void Dispose() => Meter.Dispose();

    private static string KeyOf(ClusterPlan cluster) => cluster.Namespace + "/" + cluster.Host;

    private void CollectPlaintext(IMetricSink sink)
    {
        foreach (var series in _series.Values)
            if (series.Plaintext > 0)
                sink.Value(series.Destination, series.Plaintext);
    }
}
