using EgressPipeline.Clusters;

namespace EgressPipeline.LoadBalancing;

/// <summary>At random, in proportion to the weights.</summary>
internal sealed class RandomChooser(RandomSequence random) : EndpointChooser
{
    protected override EndpointState Draw(EndpointSet set, PickRequest request) => set.Schedule[random.Next(set.Schedule.Length)];
}
