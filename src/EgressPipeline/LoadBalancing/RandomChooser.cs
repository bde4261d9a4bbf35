using EgressPipeline.Clusters;

namespace EgressPipeline.LoadBalancing;

/// <summary>At random, in proportion to the weights.</summary>
internal sealed class RandomChooser(RandomSequence random) : EndpointChooser
{
    protected override EndpointState Draw(EndpointView view) => view.Schedule[random.Next(view.Schedule.Length)];
}
