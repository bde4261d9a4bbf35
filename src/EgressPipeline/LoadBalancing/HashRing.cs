using System.IO.Hashing;
using System.Text;
using EgressPipeline.Clusters;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.LoadBalancing;

/// <summary>
/// Ketama's ring as Envoy makes it: every endpoint stands at the hashes of <c>address:port_0</c>, <c>_1</c> and so on, more
/// often with more weight; a hash belongs to the first entry at or after it, the one after the last is the first.
/// </summary>
internal sealed class HashRing : HashTable
{
    private readonly ulong[] _hashes;
    private readonly EndpointState[] _endpoints;

    public HashRing(int minSize, EndpointState[] endpoints)
    {
        var shares = Shares(endpoints);
        var least = shares.Min();
        // The lightest endpoint gets a whole number of entries, the others whatever their share of the same ring is.
        var scale = Math.Min(Math.Ceiling(least * minSize) / least, HashPlan.MaxRingSize);
        var hashes = new List<ulong>((int)Math.Ceiling(scale));
        var owners = new List<EndpointState>(hashes.Capacity);
        var target = 0.0;
        for (var i = 0; i < endpoints.Length; i++)
        {
            target += scale * shares[i]; // a running sum, so that fractions of entries are not lost
            for (var entry = 0; hashes.Count < target; entry++)
            {
                hashes.Add(XxHash64.HashToUInt64(Encoding.ASCII.GetBytes($"{endpoints[i].AddressText}_{entry}")));
                owners.Add(endpoints[i]);
            }
        }
        _hashes = [.. hashes];
        _endpoints = [.. owners];
        Array.Sort(_hashes, _endpoints);
    }

    /// <summary>The entries in order, for tests and the admin page.</summary>
    public IEnumerable<(ulong Hash, EndpointState Endpoint)> Entries => _hashes.Zip(_endpoints);

    public override EndpointState Find(ulong hash)
    {
        var hashes = _hashes;
        var (low, high) = (0, hashes.Length);
        while (low < high)
        {
            var middle = (int)((uint)(low + high) >> 1);
            if (hashes[middle] < hash)
                low = middle + 1;
            else
                high = middle;
        }
        return _endpoints[low == hashes.Length ? 0 : low];
    }
}
