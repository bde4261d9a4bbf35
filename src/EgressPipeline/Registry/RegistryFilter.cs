using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Decisions;

namespace EgressPipeline.Registry;

/// <summary>Which declared service is called; an undeclared one gets what the outbound mode says.</summary>
[EgressFilter("registry", "1.0.0", Stage = FilterStage.Registry, Capabilities = FilterCapabilities.MayDeny,
    Description = "Looks up the declared service; an undeclared one gets what the outbound mode says.")]
internal sealed class RegistryFilter : IRequestFilter
{
    public ValueTask<FilterResult> OnRequestAsync(EgressRequest request, CancellationToken cancellationToken)
    {
        var exchange = HttpExchange.Of(request);
        return RequestStages.Conclude(exchange, PolicyEngine.Lookup(exchange.Snapshot.Plan, exchange.Facts()));
    }
}
