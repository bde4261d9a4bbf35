using EgressPipeline;

namespace RateLimit;

/// <summary>What became of calls, as metrics.</summary>
internal sealed class LimitCounters
{
    public LimitCounters(FilterMetrics metrics)
    {
        var calls = metrics.Counter("calls_total", "Calls by what the limit said.", "outcome", "passed", "refused", "reported");
        (Passed, Refused, Reported) = (calls["passed"], calls["refused"], calls["reported"]);
        Unavailable = metrics.Counter("unavailable_total", "Calls that could not be counted together with other sidecars.");
    }

    public FilterCounter Passed { get; }

    public FilterCounter Refused { get; }

    /// <summary>Over the limit, but only reported.</summary>
    public FilterCounter Reported { get; }

    public FilterCounter Unavailable { get; }
}
