using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Decisions;

namespace EgressPipeline.Authorization;

/// <summary>May this caller make this call (AuthorizationPolicy, enforced on the way out).</summary>
[EgressFilter("authorization", "1.0.0", Stage = FilterStage.Authorize, Capabilities = FilterCapabilities.MayDeny | FilterCapabilities.ReadsHeaders,
    Description = "Enforces AuthorizationPolicies on the way out.")]
internal sealed class AuthorizationFilter : IRequestFilter
{
    public ValueTask<FilterResult> OnRequestAsync(EgressRequest request, CancellationToken cancellationToken)
    {
        var exchange = HttpExchange.Of(request);
        return RequestStages.Conclude(exchange, PolicyEngine.Authorize(exchange.Snapshot.Plan, exchange.Facts(), exchange.Decision));
    }
}
