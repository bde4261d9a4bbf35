using EgressPipeline.Clusters;

namespace EgressPipeline.LoadBalancing;

/// <summary>At random, in proportion to the weights.</summary>
internal sealed class RandomChooser(RandomSequence random) : EndpointChooser(random)
{
    protected internal override EndpointState Draw(EndpointSet set, PickRequest request) => set.Schedule[Random.Next(set.Schedule.Length)];
}
