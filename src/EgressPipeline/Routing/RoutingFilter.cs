using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Decisions;

namespace EgressPipeline.Routing;

/// <summary>Chooses the route and its cluster; its rewrites and header changes are applied to the head here, once for all attempts.</summary>
[EgressFilter("routing", "1.0.0", Stage = FilterStage.Route,
    Capabilities = FilterCapabilities.MayDeny | FilterCapabilities.ReadsHeaders | FilterCapabilities.ChangesHeaders,
    Description = "Chooses route and cluster and applies the route's rewrites and header changes.")]
internal sealed class RoutingFilter(Random random) : IRequestFilter, IResponseFilter
{
    private static readonly EgressError TooLong = new(EgressErrorReason.BadRequest, FailureSide.Downstream, Retryability.Never);

    public ValueTask<FilterResult> OnRequestAsync(EgressRequest request, CancellationToken cancellationToken)
    {
        var exchange = HttpExchange.Of(request);
        var decision = PolicyEngine.Route(exchange.Snapshot.Plan, exchange.Facts(), exchange.Decision);
        if (!decision.IsAllowed)
            return RequestStages.Conclude(exchange, decision);
        exchange.Decision = decision;
        exchange.CrossOrigin?.Reset();
        if (decision.Route is not { } route)
        {
            exchange.ClusterState = exchange.Snapshot.StateOf(decision.Port?.Cluster);
            return new ValueTask<FilterResult>(FilterResult.Continue);
        }
        if (route.Destinations.Length > 0)
        {
            ref readonly var chosen = ref WeightedChoice.Pick(route.Destinations, route.TotalWeight, random);
            exchange.ClusterState = exchange.Snapshot.StateOf(chosen.Cluster);
            if (route.Cors is { } cors && CrossOrigin.Judge(exchange, cors))
                return new ValueTask<FilterResult>(FilterResult.Continue); // answered from the request as it came
            exchange.DestinationHeaders = chosen.Headers;
            if (!HeaderChanges.TryApplyToRequest(exchange, route.Headers) || !HeaderChanges.TryApplyToRequest(exchange, chosen.Headers))
                return new ValueTask<FilterResult>(FilterResult.Stop(TooLong, "the headers that the route makes are too long"));
        }
        if (route.Rewrite is { } rewrite && !PathRewriter.TryApply(exchange, rewrite, decision.Match))
            return new ValueTask<FilterResult>(FilterResult.Stop(TooLong, "the path that the route's rewrite makes is too long"));
        return new ValueTask<FilterResult>(FilterResult.Continue);
    }

    public ValueTask<FilterResult> OnResponseAsync(EgressRequest request, CancellationToken cancellationToken)
    {
        var exchange = HttpExchange.Of(request);
        if (exchange.Decision.Route is { } route && exchange.ResponseHead is { } head)
        {
            HeaderChanges.ApplyToResponse(exchange, head, route.Headers);
            HeaderChanges.ApplyToResponse(exchange, head, exchange.DestinationHeaders);
            if (exchange.CrossOrigin is { } call && route.Cors is { } cors)
                CrossOrigin.Apply(call, cors, head);
        }
        return new ValueTask<FilterResult>(FilterResult.Continue);
    }
}
