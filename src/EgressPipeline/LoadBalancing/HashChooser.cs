using EgressPipeline.Clusters;

namespace EgressPipeline.LoadBalancing;

/// <summary>
/// Calls with the same key go to the same endpoint, those without one anywhere. A retry is no other call: as in Istio, it
/// meets the same endpoint again unless that was taken out meanwhile.
/// </summary>
internal sealed class HashChooser(RandomSequence random) : EndpointChooser(random)
{
    protected override bool AvoidsAttempted => false;

    protected internal override EndpointState Draw(EndpointSet set, PickRequest request) => set.Table!.Find(request.Hash ?? Random.NextBits());
}
