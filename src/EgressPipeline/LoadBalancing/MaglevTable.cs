using System.IO.Hashing;
using System.Text;
using EgressPipeline.Clusters;

namespace EgressPipeline.LoadBalancing;

/// <summary>
/// Maglev's table as Envoy fills it: endpoints in the order of their addresses take their next free place in turn, light ones
/// not in every round; a hash belongs to the place of its remainder.
/// </summary>
internal sealed class MaglevTable : HashTable
{
    private readonly EndpointState[] _places;

    /// <param name="size">A prime.</param>
    /// <param name="endpoints">One or more.</param>
    public MaglevTable(int size, EndpointState[] endpoints)
    {
        var sorted = (EndpointState[])endpoints.Clone();
        Array.Sort(sorted, static (a, b) => string.CompareOrdinal(a.AddressText, b.AddressText));
        var shares = Shares(sorted);
        var most = shares.Max();
        var targets = new double[sorted.Length];
        var walks = Array.ConvertAll(sorted, endpoint => new Walk(endpoint.AddressText, (ulong)size));
        var places = new EndpointState?[size];
        var filled = 0;
        for (var round = 1; filled < size; round++)
            for (var i = 0; i < sorted.Length && filled < size; i++)
            {
                if (round * shares[i] < targets[i])
                    continue; // an endpoint of half the weight is served every other round
                targets[i] += most;
                while (places[walks[i].Place] is not null)
                    walks[i].Step();
                places[walks[i].Place] = sorted[i];
                walks[i].Step();
                filled++;
            }
        _places = places!;
    }

    /// <summary>The places in order, for tests and the admin page.</summary>
    public IReadOnlyList<EndpointState> Places => _places;

    public override EndpointState Find(ulong hash) => _places[hash % (ulong)_places.Length];

    /// <summary>The order in which an endpoint asks for places: every place once, as the size is a prime.</summary>
    private struct Walk
    {
        private readonly ulong _size;
        private readonly ulong _skip;
        private ulong _place;

        public Walk(string key, ulong size)
        {
            var bytes = Encoding.ASCII.GetBytes(key);
            _size = size;
            _place = XxHash64.HashToUInt64(bytes) % size;
            _skip = (XxHash64.HashToUInt64(bytes, 1) % (size - 1)) + 1;
        }

        public readonly int Place => (int)_place;

        public void Step() => _place = (_place + _skip) % _size;
    }
}
