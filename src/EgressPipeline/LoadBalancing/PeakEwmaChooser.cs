using EgressPipeline.Clusters;

namespace EgressPipeline.LoadBalancing;

/// <summary>
/// The cheaper of two different endpoints drawn at random. The cost is the average latency times the requests it would have, divided
/// by its weight; an endpoint that has not answered yet gets one request to show itself by.
/// </summary>
internal sealed class PeakEwmaChooser(RandomSequence random, TimeProvider time) : EndpointChooser(random)
{
    /// <summary>Dearer than any that has answered.</summary>
    private const double Unknown = 1e15;

    protected internal override EndpointState Draw(EndpointSet set, PickRequest request)
    {
        var usable = set.Usable;
        var first = Random.Next(usable.Length);
        var second = Random.Next(usable.Length - 1);
        if (second >= first)
            second++;
        var now = time.GetTimestamp();
        return Cost(usable[second], now) < Cost(usable[first], now) ? usable[second] : usable[first];
    }

    private static double Cost(EndpointState endpoint, long now)
    {
        var active = endpoint.ActiveRequests;
        var latency = endpoint.Latency!;
        var cost = latency.IsKnown ? latency.At(now) * (active + 1) : active == 0 ? 0 : Unknown + active;
        return cost / endpoint.Weight;
    }
}
