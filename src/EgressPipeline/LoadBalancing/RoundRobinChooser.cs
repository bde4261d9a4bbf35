using EgressPipeline.Clusters;

namespace EgressPipeline.LoadBalancing;

/// <summary>In turn, each as often as its weight says, spread evenly (the set's schedule). Starts anywhere, so that many sidecars do not start at the same endpoint.</summary>
internal sealed class RoundRobinChooser(RandomSequence random) : EndpointChooser(random)
{
    private int _turn = random.Next(int.MaxValue);

    protected internal override EndpointState Draw(EndpointSet set, PickRequest request)
    {
        var schedule = set.Schedule;
        return schedule[(uint)Interlocked.Increment(ref _turn) % (uint)schedule.Length];
    }
}
