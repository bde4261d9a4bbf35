using System.Globalization;
using EgressPipeline.Policy.Filters;
using EgressPipeline.Policy.Limits;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Explaining;

/// <summary>A limit in words: one spelling for traces, comparisons and what refused callers are told.</summary>
public static class LimitText
{
    /// <summary>All bounds: <c>100 requests per 1s (burst 200), 50 at once</c>.</summary>
    public static string Bounds(LimitPlan limit)
    {
        var bounds = new List<string>();
        if (limit.Requests is { } requests)
            bounds.Add(Rate(requests, "requests"));
        if (limit.Connections is { } connections)
            bounds.Add(Rate(connections, "connections"));
        if (limit.Concurrency > 0)
            bounds.Add(Number(limit.Concurrency) + " at once");
        if (limit.Adaptive is { } adaptive)
            bounds.Add(Adaptive(adaptive));
        if (limit.BytesPerSecond > 0)
            bounds.Add(ByteQuantity.Of(limit.BytesPerSecond) + " bytes a second");
        if (limit.BytesPerDay > 0)
            bounds.Add(ByteQuantity.Of(limit.BytesPerDay) + " bytes a day");
        return string.Join(", ", bounds) + (limit.PerPrincipal ? ", each principal" : "") + (limit.IsReport ? "; reported only" : "");
    }

    /// <summary><c>100 requests per 1s (burst 200)</c>; the burst where it is another number.</summary>
    public static string Rate(RatePlan rate, string what) =>
        Number(rate.Count) + " " + what + " per " + Span(rate.Per) + (rate.Burst == rate.Count ? "" : " (burst " + Number(rate.Burst) + ")");

    /// <summary><c>3 to 1000 at once by how long they take</c>, and what of it is not the usual.</summary>
    public static string Adaptive(AdaptivePlan plan)
    {
        var text = Number(plan.MinConcurrency) + " to " + Number(plan.MaxConcurrency) + " at once by how long they take";
        if (plan.UpdateInterval != AdaptivePlan.Default.UpdateInterval)
            text += ", set every " + Span(plan.UpdateInterval);
        if (plan.Percentile != AdaptivePlan.Default.Percentile)
            text += ", percentile " + Number(plan.Percentile);
        if ((plan.MinRttInterval, plan.MinRttRequests, plan.JitterPercent, plan.BufferPercent) != (AdaptivePlan.Default.MinRttInterval, AdaptivePlan.Default.MinRttRequests, AdaptivePlan.Default.JitterPercent, AdaptivePlan.Default.BufferPercent))
            text += ", best time of " + Number(plan.MinRttRequests) + " every " + Span(plan.MinRttInterval) + " (jitter " + Number(plan.JitterPercent) + " %, buffer " + Number(plan.BufferPercent) + " %)";
        return text;
    }

    // Whole milliseconds are all that policies write; a plan from elsewhere is told exactly.
    private static string Span(TimeSpan span) =>
        span.Ticks % TimeSpan.TicksPerMillisecond == 0 ? DurationText.Of(span) : span.TotalMilliseconds.ToString("R", CultureInfo.InvariantCulture) + "ms";

    private static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
