using EgressPipeline.Policy.Compilation;

namespace EgressPipeline.Policy.Validation.References;

/// <summary>Items by host pattern. Finding costs a few look-ups, however many patterns there are.</summary>
internal sealed class PatternTable<T>
{
    private readonly Dictionary<string, List<T>> _items = new(StringComparer.Ordinal);
    private readonly WildcardLengths _wildcards = new();

    public IEnumerable<string> Patterns => _items.Keys;

    public int Count => _items.Count;

    public void Add(string pattern, T item)
    {
        if (!_items.TryGetValue(pattern, out var list))
            _items.Add(pattern, list = []);
        list.Add(item);
        _wildcards.Add(pattern);
    }

    /// <summary>The items of the pattern itself, or else of the longest wildcard that covers it.</summary>
    public IReadOnlyList<T> Find(string pattern) => _items.TryGetValue(pattern, out var own) ? own : FindAround(pattern);

    /// <summary>The items of the longest wildcard that covers the pattern, the pattern itself left out.</summary>
    public IReadOnlyList<T> FindAround(string pattern)
    {
        foreach (var wildcard in _wildcards.Around(pattern))
            if (_items.TryGetValue(wildcard, out var around))
                return around;
        return [];
    }

    /// <summary>The items of the pattern itself and of every wildcard that covers it, most specific first.</summary>
    public IEnumerable<T> FindAll(string pattern)
    {
        if (_items.TryGetValue(pattern, out var own))
            foreach (var item in own)
                yield return item;
        foreach (var wildcard in _wildcards.Around(pattern))
            if (_items.TryGetValue(wildcard, out var around))
                foreach (var item in around)
                    yield return item;
    }
}
