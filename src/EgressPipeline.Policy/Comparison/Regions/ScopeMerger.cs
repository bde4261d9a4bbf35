using EgressPipeline.Policy.Comparison.Contexts;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Comparison.Regions;

/// <summary>
/// Puts contexts together to products: what is said of each host of a list, on each port of a list, is said once. Merges
/// along one coordinate at a time as long as that makes fewer; the result covers the same contexts and no other.
/// </summary>
internal sealed class ScopeMerger
{
    private const int Coordinates = 4;

    private readonly Dictionary<string, int> _ports = new(StringComparer.Ordinal);
    private readonly Dictionary<DestinationClass, int> _destinations = [];
    private readonly Dictionary<int, HostClass> _hostByIndex = [];
    private readonly List<PortClass> _portByNumber = [];
    private readonly List<DestinationClass> _destinationByNumber = [];
    private List<Product> _products = [];

    public static List<ScopeProduct> Merge(IReadOnlyList<RegionPart> parts)
    {
        var merger = new ScopeMerger();
        foreach (var part in parts)
            merger.Add(part);
        for (var before = int.MaxValue; merger._products.Count < before;)
        {
            before = merger._products.Count;
            for (var coordinate = 0; coordinate < Coordinates; coordinate++)
                merger.MergeAlong(coordinate);
        }
        return merger._products.ConvertAll(merger.Scope);
    }

    private void Add(RegionPart part)
    {
        var context = part.Context;
        var hosts = new SortedSet<int>();
        foreach (var host in context.Hosts)
        {
            hosts.Add(host.Index);
            _hostByIndex[host.Index] = host;
        }
        _products.Add(new Product([hosts, [(int)context.Kind], [Number(_ports, context.Port.Key, _portByNumber, context.Port)], [Number(_destinations, context.Destination, _destinationByNumber, context.Destination)]], [part]));
    }

    private void MergeAlong(int coordinate)
    {
        var merged = new Dictionary<string, Product>(StringComparer.Ordinal);
        var order = new List<Product>();
        foreach (var product in _products)
        {
            var key = product.KeyWithout(coordinate);
            if (merged.TryGetValue(key, out var same))
            {
                same.Sets[coordinate].UnionWith(product.Sets[coordinate]);
                same.Parts.AddRange(product.Parts);
                continue;
            }
            merged.Add(key, product);
            order.Add(product);
        }
        _products = order;
    }

    private ScopeProduct Scope(Product product)
    {
        var scope = new ScopeProduct(
            [.. product.Sets[0].Select(index => _hostByIndex[index])],
            [.. product.Sets[1].Select(kind => (CallKind)kind)],
            [.. product.Sets[2].Select(number => _portByNumber[number])],
            [.. product.Sets[3].Select(number => _destinationByNumber[number])]);
        scope.Parts.AddRange(product.Parts);
        return scope;
    }

    private static int Number<TKey, TValue>(Dictionary<TKey, int> numbers, TKey key, List<TValue> values, TValue value) where TKey : notnull
    {
        if (!numbers.TryGetValue(key, out var number))
        {
            numbers.Add(key, number = values.Count);
            values.Add(value);
        }
        return number;
    }

    private sealed record Product(SortedSet<int>[] Sets, List<RegionPart> Parts)
    {
        public string KeyWithout(int coordinate) => string.Join("|", Sets.Select((set, i) => i == coordinate ? "" : string.Join(",", set)));
    }
}
