using EgressPipeline.Clusters;

namespace EgressPipeline.LoadBalancing;

/// <summary>In turn, each as often as its weight says, spread evenly (the view's schedule). Starts anywhere, so that many sidecars do not start at the same endpoint.</summary>
internal sealed class RoundRobinChooser(RandomSequence random) : EndpointChooser
{
    private int _turn = random.Next(int.MaxValue);

    protected override EndpointState Draw(EndpointView view)
    {
        var schedule = view.Schedule;
        return schedule[(uint)Interlocked.Increment(ref _turn) % (uint)schedule.Length];
    }
}
