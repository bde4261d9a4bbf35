using System.Diagnostics;
using System.Net;
using EgressPipeline.Hosting;
using EgressPipeline.Http;
using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Telemetry.Metrics;
using EgressPipeline.Telemetry.Propagation;

namespace EgressPipeline.Telemetry;

/// <summary>
/// Trace headers in and out, and client spans, one per attempt. Without trace headers and listeners a call costs a few bit
/// tests. Safe for concurrent use.
/// </summary>
/// <param name="mode">Which headers are read and may leave.</param>
internal sealed class Tracing(TraceMode mode)
{
    private static readonly ActivitySource Source = new(EgressMetrics.MeterName, ProcessMetrics.Version);

    /// <summary>True while somebody (the OTLP exporter) listens for spans.</summary>
    public bool IsEnabled => mode != TraceMode.Off && Source.HasListeners();

    /// <summary>
    /// Reads the trace of a call and takes out of its head what may not leave: headers of a form that is off, and malformed
    /// ones. Called once per call, before anything is sent.
    /// </summary>
    public TraceContext Extract(HttpHead head)
    {
        if (mode == TraceMode.Off || !HasAny(head))
            return TraceContext.None;
        var hasW3C = TraceHeaders.TryReadW3C(head, out var w3c);
        var hasB3 = TraceHeaders.TryReadB3(head, out var b3);
        var context = hasW3C && (mode != TraceMode.B3 || !hasB3) ? w3c : b3;
        Clean(head, context, hasW3C, hasB3);
        return context;
    }

    /// <summary>Writes the context of an attempt's span to its head, in the forms that may leave.</summary>
    public void Inject(HttpHead head, in TraceContext context)
    {
        if (!context.IsValid)
            return;
        if ((mode & TraceMode.W3C) != 0)
            TraceHeaders.WriteW3C(head, context);
        if ((mode & TraceMode.B3) != 0)
            TraceHeaders.WriteB3(head, context);
    }

    /// <summary>Starts the span of one attempt, or returns null when nobody wants it.</summary>
    /// <param name="parent">The call's trace; <see cref="TraceContext.None"/> starts a new one.</param>
    /// <param name="cluster">Where the attempt goes.</param>
    /// <param name="method">The request's method, or null for a relayed connection.</param>
    /// <param name="attempt">1 for the first one.</param>
    public Activity? StartAttempt(in TraceContext parent, ClusterPlan cluster, string? method, int attempt)
    {
        // A caller may say "do not record" without naming a trace (b3: 0).
        if (!IsEnabled || (!parent.IsValid && parent.Sampling == SamplingDecision.NotSampled))
            return null;
        var activity = Source.StartActivity(method ?? "relay", ActivityKind.Client, parent.IsValid ? parent.ToActivityContext(null) : default);
        if (activity is not { IsAllDataRequested: true })
            return activity;
        activity.SetTag("http.request.method", method);
        activity.SetTag("server.address", cluster.Host);
        activity.SetTag("server.port", cluster.Port);
        activity.SetTag("egress.cluster", cluster.Name);
        if (attempt > 1)
            activity.SetTag("http.request.resend_count", attempt - 1);
        return activity;
    }

    /// <summary>Notes which endpoint an attempt was sent to.</summary>
    public void SetPeer(Activity? activity, IPEndPoint peer)
    {
        if (activity is not { IsAllDataRequested: true })
            return;
        activity.SetTag("network.peer.address", peer.Address.ToString());
        activity.SetTag("network.peer.port", peer.Port);
    }

    /// <summary>Ends an attempt's span with its outcome.</summary>
    /// <param name="activity">From <see cref="StartAttempt"/>; null does nothing.</param>
    /// <param name="status">The answer's status, 0 when there was none.</param>
    /// <param name="error">Why the attempt failed, if it did.</param>
    /// <param name="flags">Response flags so far.</param>
    public void Stop(Activity? activity, int status, EgressErrorReason error, ResponseFlags flags)
    {
        if (activity is null)
            return;
        if (status != 0)
            activity.SetTag("http.response.status_code", status);
        if (flags != ResponseFlags.None)
            activity.SetTag("response_flags", ResponseFlagNames.Of(flags));
        if (error != EgressErrorReason.None)
            activity.SetTag("error.type", SnakeCase.Of(error.ToString()));
        if (error != EgressErrorReason.None || status >= 400)
            activity.SetStatus(ActivityStatusCode.Error);
        activity.Dispose();
    }

    private static bool HasAny(HttpHead head) =>
        head.Contains(KnownHeader.Traceparent) || head.Contains(KnownHeader.Tracestate) || head.Contains(KnownHeader.B3)
        || head.Contains(KnownHeader.XB3TraceId) || head.Contains(KnownHeader.XB3SpanId) || head.Contains(KnownHeader.XB3Sampled)
        || head.Contains(KnownHeader.XB3Flags) || head.Contains(KnownHeader.Baggage);

    private void Clean(HttpHead head, in TraceContext context, bool hasW3C, bool hasB3)
    {
        TraceHeaders.RemoveMalformedW3C(head, hasW3C);
        switch (mode)
        {
            case TraceMode.Strip:
                TraceHeaders.RemoveW3C(head);
                TraceHeaders.RemoveB3(head);
                head.Remove(KnownHeader.Baggage);
                return;
            case TraceMode.W3C:
                TraceHeaders.RemoveB3(head);
                if (!hasW3C && context.IsValid)
                    TraceHeaders.WriteW3C(head, context);
                return;
            case TraceMode.B3:
                TraceHeaders.RemoveW3C(head);
                if (!hasB3 && context.IsValid)
                    TraceHeaders.WriteB3(head, context);
                return;
            default:
                return;
        }
    }
}
