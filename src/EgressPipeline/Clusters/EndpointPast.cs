using EgressPipeline.LoadBalancing;
using EgressPipeline.Outliers;

namespace EgressPipeline.Clusters;

/// <summary>What is worth keeping of an endpoint whose settings are replaced. Refers to nothing else, so that it keeps nothing else alive.</summary>
/// <param name="Since">When it came, in the clock's timestamps.</param>
/// <param name="Health">What outlier detection knows.</param>
/// <param name="Latency">How long it took to answer; null when nobody asked.</param>
internal sealed record EndpointPast(long Since, OutlierState Health, LatencyAverage? Latency)
{
    public static EndpointPast Of(EndpointState endpoint) => new(endpoint.Since, endpoint.Health, endpoint.Latency);
}
