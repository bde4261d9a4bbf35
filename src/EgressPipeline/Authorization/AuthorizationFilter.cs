using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Decisions;

namespace EgressPipeline.Authorization;

/// <summary>May this caller make this call (AuthorizationPolicy, enforced on the way out).</summary>
internal sealed class AuthorizationFilter : IRequestFilter
{
    public string Name => "authorization";

    public FilterStage Stage => FilterStage.Authorize;

    public FilterPhases Phases => FilterPhases.Request;

    public ValueTask<FilterResult> OnRequestAsync(EgressRequest request, CancellationToken cancellationToken)
    {
        var exchange = (HttpExchange)request;
        return RequestStages.Conclude(exchange, PolicyEngine.Authorize(exchange.Snapshot.Plan, exchange.Facts(), exchange.Decision));
    }
}
