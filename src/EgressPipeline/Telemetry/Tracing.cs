using System.Diagnostics;
using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Telemetry;

/// <summary>Client spans, one per attempt. Costs one check while nobody listens.</summary>
internal sealed class Tracing
{
    private static readonly ActivitySource Source = new(EgressMetrics.MeterName);

    /// <summary>True while somebody (the OTLP exporter) listens for spans.</summary>
    public bool IsEnabled => Source.HasListeners();

    /// <summary>Starts the span of one attempt, or returns null when nobody wants it.</summary>
    /// <param name="parent">The call's trace; <see cref="TraceContext.None"/> starts a new one.</param>
    /// <param name="cluster">Where the attempt goes.</param>
    /// <param name="method">The request's method, or null for a relayed connection.</param>
    /// <param name="attempt">1 for the first one.</param>
    public Activity? StartAttempt(in TraceContext parent, ClusterPlan cluster, string? method, int attempt)
    {
        if (!IsEnabled)
            return null;
        var activity = Source.StartActivity(method ?? "CONNECT", ActivityKind.Client, parent.IsValid ? parent.ToActivityContext(null) : default);
        if (activity is null)
            return null;
        activity.SetTag("http.request.method", method);
        activity.SetTag("server.address", cluster.Host);
        activity.SetTag("server.port", cluster.Port);
        activity.SetTag("egress.cluster", cluster.Name);
        if (attempt > 1)
            activity.SetTag("http.request.resend_count", attempt - 1);
        return activity;
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
            activity.SetTag("error.type", Metrics.SnakeCase.Of(error.ToString()));
        if (error != EgressErrorReason.None || status >= 400)
            activity.SetStatus(ActivityStatusCode.Error);
        activity.Dispose();
    }
}
