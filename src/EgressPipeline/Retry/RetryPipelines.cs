using System.Runtime.CompilerServices;
using EgressPipeline.Policy.Plan;
using Polly;
using Polly.Retry;

namespace EgressPipeline.Retry;

/// <summary>
/// The waiting and counting of retries, by Polly: one pipeline per retry plan, made when it is first needed and kept as
/// long as the plan lives. Entered only after a first try has failed. Safe for concurrent use.
/// </summary>
internal sealed class RetryPipelines(TimeProvider time)
{
    // Typed as object: naming Polly's type in the field would load Polly at start, and many a sidecar never needs it.
    private readonly ConditionalWeakTable<RetryPlan, object> _pipelines = new();

    /// <summary>The pipeline of a plan. Its callback returns true to ask for another try.</summary>
    public ResiliencePipeline<bool> For(RetryPlan plan) => (ResiliencePipeline<bool>)_pipelines.GetValue(plan, Build);

    private ResiliencePipeline<bool> Build(RetryPlan plan) =>
        new ResiliencePipelineBuilder<bool> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<bool>
            {
                MaxRetryAttempts = plan.Attempts,
                ShouldHandle = static arguments => new ValueTask<bool>(arguments.Outcome is { Exception: null, Result: true }),
                DelayGenerator = arguments => new ValueTask<TimeSpan?>(Backoff.Next(plan.BackoffBase, arguments.AttemptNumber, Random.Shared)),
            })
            .Build();
}
