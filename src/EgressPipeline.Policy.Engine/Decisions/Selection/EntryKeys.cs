using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Decisions.Selection;

/// <summary>Puts each entry under the one of its keys that it shares with the fewest others.</summary>
internal sealed class EntryKeys
{
    /// <summary>Every header that is asked for costs each search a look-up, so only the most frequent ones select.</summary>
    private const int MaxHeaders = 4;

    private readonly SortedDictionary<int, List<(ulong Hash, int Position)>> _beginnings = [];
    private readonly List<(ulong Hash, int Position)> _paths = [];
    private readonly Dictionary<string, List<(ulong Hash, int Position)>> _byHeader = new(StringComparer.Ordinal);
    private readonly List<int> _rest = [];

    public EntryKeys(List<RouteEntry> entries)
    {
        var names = SelectingHeaders(entries);
        var keys = entries.ConvertAll(entry => Keys(entry.Match, names));
        var shared = new Dictionary<EntryKey, int>();
        foreach (var key in keys.SelectMany(all => all))
            shared[key] = shared.TryGetValue(key, out var count) ? count + 1 : 1;
        for (var i = 0; i < keys.Count; i++)
        {
            if (keys[i].Count == 0)
                _rest.Add(i);
            else
                Place(keys[i].OrderBy(key => shared[key]).First(), i);
        }
    }

    public PathSelector Paths() => new(
        HashedPositions.Build(_paths), [.. _beginnings.Keys], [.. _beginnings.Values.Select(HashedPositions.Build)]);

    public HeaderSelector[] Headers() => [.. _byHeader.Select(header => new HeaderSelector(header.Key, HashedPositions.Build(header.Value)))];

    public int[] Rest() => [.. _rest];

    private static HashSet<string> SelectingHeaders(List<RouteEntry> entries) => new(entries
        .SelectMany(entry => entry.Match?.Headers ?? []).Where(IsExact)
        .GroupBy(header => header.Name, StringComparer.Ordinal)
        .OrderByDescending(group => group.Count())
        .Take(MaxHeaders).Select(group => group.Key), StringComparer.Ordinal);

    private static List<EntryKey> Keys(HttpMatch? match, HashSet<string> names)
    {
        var keys = new List<EntryKey>();
        if (match?.Uri is { Kind: ByteMatchKind.Exact } exact)
            keys.Add(new EntryKey("", -1, PathHash.Of(exact.Value)));
        else if (match?.Uri is { Beginning.Length: > 0 } uri)
            keys.Add(new EntryKey("", uri.Beginning.Length, PathHash.Of(uri.Beginning)));
        foreach (var header in match?.Headers ?? [])
            if (IsExact(header) && names.Contains(header.Name))
                keys.Add(new EntryKey(header.Name, -1, HostHash.Hash(header.Match.Value, 0)));
        return keys;
    }

    private static bool IsExact(NamedMatch header) => header.Match is { Kind: ByteMatchKind.Exact, IgnoreCase: false };

    private void Place(EntryKey key, int position)
    {
        if (key.Header.Length > 0)
            ListOf(_byHeader, key.Header).Add((key.Hash, position));
        else if (key.Length < 0)
            _paths.Add((key.Hash, position));
        else
            ListOf(_beginnings, key.Length).Add((key.Hash, position));
    }

    private static List<(ulong, int)> ListOf<TKey>(IDictionary<TKey, List<(ulong, int)>> lists, TKey key)
    {
        if (!lists.TryGetValue(key, out var list))
            lists.Add(key, list = []);
        return list;
    }

    /// <param name="Header">The header whose value it is; empty = of the path.</param>
    /// <param name="Length">How much of the path it is; -1 = all.</param>
    /// <param name="Hash">Of the text.</param>
    private readonly record struct EntryKey(string Header, int Length, ulong Hash);
}
