using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Decisions;

namespace EgressPipeline.Registry;

/// <summary>Which declared service is called; an undeclared one gets what the outbound mode says.</summary>
internal sealed class RegistryFilter : IRequestFilter
{
    public string Name => "registry";

    public FilterStage Stage => FilterStage.Registry;

    public FilterPhases Phases => FilterPhases.Request;

    public ValueTask<FilterResult> OnRequestAsync(EgressRequest request, CancellationToken cancellationToken)
    {
        var exchange = (HttpExchange)request;
        return RequestStages.Conclude(exchange, PolicyEngine.Lookup(exchange.Snapshot.Plan, exchange.Facts()));
    }
}
