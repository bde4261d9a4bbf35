using EgressPipeline.Clusters;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.LoadBalancing;

/// <summary>Assigns every 64-bit hash to an endpoint so that few hashes move when endpoints come and go. Immutable.</summary>
internal abstract class HashTable
{
    /// <param name="algorithm">Ring or Maglev.</param>
    /// <param name="size">Entries: of a ring at least, of a Maglev table exactly.</param>
    /// <param name="endpoints">One or more.</param>
    public static HashTable Build(Policy.Plan.LoadBalancing algorithm, int size, EndpointState[] endpoints) =>
        algorithm == Policy.Plan.LoadBalancing.Maglev ? new MaglevTable(size, endpoints) : new HashRing(size, endpoints);

    /// <summary>The endpoint of a hash.</summary>
    public abstract EndpointState Find(ulong hash);

    /// <summary>Weights as shares of 1.</summary>
    protected static double[] Shares(EndpointState[] endpoints)
    {
        var total = endpoints.Sum(static endpoint => (long)endpoint.Weight);
        return Array.ConvertAll(endpoints, endpoint => (double)endpoint.Weight / total);
    }
}
