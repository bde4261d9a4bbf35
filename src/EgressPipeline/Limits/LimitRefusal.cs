using EgressPipeline.Policy.Explaining;
using EgressPipeline.Policy.Limits;
using EgressPipeline.Telemetry.Metrics;

namespace EgressPipeline.Limits;

/// <summary>Why a call is refused: the limit and which of its bounds. Made only when one is reached.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="Bound">Which bound.</param>
/// <param name="Wait">After which another call may pass.</param>
internal sealed record LimitRefusal(LimitPlan Limit, LimitBound Bound, TimeSpan Wait)
{
    /// <summary>Whole seconds for <c>Retry-After</c>, at least 1.</summary>
    public long RetryAfter => Math.Max(1, (long)Math.Ceiling(Wait.TotalSeconds));

    /// <summary>The bound as metrics and logs spell it.</summary>
    public string BoundName => SnakeCase.Of(Bound.ToString());

    /// <summary>One clause for people.</summary>
    public string Text => "the limit is " + Bound switch
    {
        LimitBound.Requests => LimitText.Rate(Limit.Requests!, "requests"),
        LimitBound.Connections => LimitText.Rate(Limit.Connections!, "connections"),
        LimitBound.Concurrency => Limit.Concurrency + " calls at once",
        LimitBound.AdaptiveConcurrency => LimitText.Adaptive(Limit.Adaptive!),
        _ => Limit.BytesPerDay + " bytes a day",
    };
}
