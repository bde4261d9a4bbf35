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
        if (limit.BytesPerSecond > 0)
            bounds.Add(ByteQuantity.Of(limit.BytesPerSecond) + " bytes a second");
        if (limit.BytesPerDay > 0)
            bounds.Add(ByteQuantity.Of(limit.BytesPerDay) + " bytes a day");
        return string.Join(", ", bounds) + (limit.PerPrincipal ? ", each principal" : "") + (limit.IsReport ? "; reported only" : "");
    }

    /// <summary><c>100 requests per 1s (burst 200)</c>; the burst where it is another number.</summary>
    public static string Rate(RatePlan rate, string what) =>
        Number(rate.Count) + " " + what + " per " + DurationText.Of(rate.Per) + (rate.Burst == rate.Count ? "" : " (burst " + Number(rate.Burst) + ")");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
