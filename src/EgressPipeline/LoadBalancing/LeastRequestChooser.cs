using EgressPipeline.Clusters;

namespace EgressPipeline.LoadBalancing;

/// <summary>
/// Prefers endpoints with few requests under way. Equal weights: the better of two drawn at random, possibly the same
/// one twice, as Envoy does. Unequal weights: in proportion to weight / (active + 1); Envoy walks a schedule with these
/// proportions, here they are drawn, which needs no lock.
/// </summary>
internal sealed class LeastRequestChooser(RandomSequence random) : EndpointChooser(random)
{
    protected internal override EndpointState Draw(EndpointSet set, PickRequest request) => set.HasEqualWeights ? BetterOfTwo(set.Usable) : DrawInProportion(set.Usable);

    protected internal override double Share(EndpointState endpoint) => endpoint.Weight / (endpoint.ActiveRequests + 1.0);

    private EndpointState BetterOfTwo(EndpointState[] usable)
    {
        var first = usable[Random.Next(usable.Length)];
        var second = usable[Random.Next(usable.Length)];
        return second.ActiveRequests < first.ActiveRequests ? second : first;
    }
}
