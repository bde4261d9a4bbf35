using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Matching;

/// <summary>
/// Services by the address and port that was dialled, for connections without a usable name: the longest range wins, then
/// the service that is declared for the port alone. Immutable, safe for concurrent use; a look-up allocates nothing.
/// </summary>
public sealed class AddressIndex
{
    private readonly PortEntries[] _ports;

    private AddressIndex(PortEntries[] ports) => _ports = ports;

    public static AddressIndex Empty { get; } = new([]);

    /// <summary>The service that owns an address and port, or null.</summary>
    public AddressEntry? Find(IpValue address, int port)
    {
        var low = 0;
        var high = _ports.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var entries = _ports[middle];
            if (entries.Port == port)
                return address.IsNone ? entries.AnyAddress : entries.Find(address) ?? entries.AnyAddress;
            if (entries.Port < port)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return null;
    }

    /// <summary>
    /// Indexes entries. Of two with the same range and port the first wins: the caller decides what that means.
    /// </summary>
    public static AddressIndex Build(IReadOnlyList<AddressEntry> entries)
    {
        var byPort = new SortedDictionary<int, List<AddressEntry>>();
        foreach (var entry in entries)
        {
            if (!byPort.TryGetValue(entry.Port.Number, out var list))
                byPort.Add(entry.Port.Number, list = []);
            list.Add(entry);
        }
        var ports = new List<PortEntries>();
        foreach (var pair in byPort)
            ports.Add(PortEntries.Build(pair.Key, pair.Value));
        return new AddressIndex([.. ports]);
    }

    /// <summary>Every entry that can be found, in a fixed order; building an index of them gives this one again.</summary>
    internal AddressEntry[] ToArray()
    {
        var entries = new List<AddressEntry>();
        foreach (var port in _ports)
            port.AddTo(entries);
        return [.. entries];
    }

    private sealed class PortEntries
    {
        private readonly int[] _prefixLengths;
        private readonly AddressEntry[][] _byLength;

        private PortEntries(int port, AddressEntry? any, int[] prefixLengths, AddressEntry[][] byLength)
        {
            Port = port;
            AnyAddress = any;
            _prefixLengths = prefixLengths;
            _byLength = byLength;
        }

        public int Port { get; }

        public AddressEntry? AnyAddress { get; }

        public AddressEntry? Find(IpValue address)
        {
            for (var i = 0; i < _prefixLengths.Length; i++)
            {
                var found = Search(_byLength[i], Cidr.Mask(address, _prefixLengths[i]));
                if (found is not null)
                    return found;
            }
            return null;
        }

        public void AddTo(List<AddressEntry> entries)
        {
            if (AnyAddress is not null)
                entries.Add(AnyAddress);
            foreach (var group in _byLength)
                entries.AddRange(group);
        }

        public static PortEntries Build(int port, List<AddressEntry> entries)
        {
            AddressEntry? any = null;
            var groups = new SortedDictionary<int, List<AddressEntry>>();
            var seen = new HashSet<Cidr>();
            foreach (var entry in entries)
            {
                if (entry.Range is not { } range)
                {
                    any ??= entry;
                    continue;
                }
                if (!groups.TryGetValue(-range.PrefixLength, out var group))
                    groups.Add(-range.PrefixLength, group = []);
                if (seen.Add(range))
                    group.Add(entry);
            }
            var lengths = new List<int>();
            var sorted = new List<AddressEntry[]>();
            foreach (var group in groups)
            {
                lengths.Add(-group.Key);
                group.Value.Sort((a, b) => Compare(a.Range!.Value.Network, b.Range!.Value.Network));
                sorted.Add([.. group.Value]);
            }
            return new PortEntries(port, any, [.. lengths], [.. sorted]);
        }

        private static AddressEntry? Search(AddressEntry[] entries, IpValue network)
        {
            var low = 0;
            var high = entries.Length - 1;
            while (low <= high)
            {
                var middle = (low + high) >>> 1;
                var order = Compare(entries[middle].Network, network);
                if (order == 0)
                    return entries[middle];
                if (order < 0)
                    low = middle + 1;
                else
                    high = middle - 1;
            }
            return null;
        }

        private static int Compare(IpValue left, IpValue right) =>
            left.High != right.High ? left.High.CompareTo(right.High) : left.Low.CompareTo(right.Low);
    }
}
