using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Decisions.Selection;

/// <summary>
/// Finds the first http rule that matches a call without reading them all: each match stands under one thing without which it
/// cannot hold (its path, what its path begins with, the value of a header), the rest under nothing. Only what the call's path and
/// headers lead to is evaluated; the answer is that of reading all in order. Immutable, safe for concurrent use; a search
/// allocates nothing.
/// </summary>
internal sealed class RouteIndex
{
    /// <summary>Fewer matches than this are read one after the other: that is quicker.</summary>
    public const int Worthwhile = 16;

    private readonly HttpRoutePlan[] _routes;
    private readonly RouteEntry[] _entries;
    private readonly PathSelector _paths;
    private readonly HeaderSelector[] _headers;
    private readonly int[] _rest;

    private RouteIndex(HttpRoutePlan[] routes, RouteEntry[] entries, EntryKeys keys)
    {
        _routes = routes;
        _entries = entries;
        _paths = keys.Paths();
        _headers = keys.Headers();
        _rest = keys.Rest();
    }

    /// <summary>Null when there are too few matches.</summary>
    public static RouteIndex? Build(HttpRoutePlan[]? routes) => Build(routes, Worthwhile);

    /// <summary>The same with a bound of the caller's on how many matches make an index.</summary>
    internal static RouteIndex? Build(HttpRoutePlan[]? routes, int worthwhile)
    {
        var entries = new List<RouteEntry>();
        for (var i = 0; i < routes?.Length; i++)
        {
            if (routes[i].Matches.Length == 0)
                entries.Add(new RouteEntry(i, null));
            foreach (var match in routes[i].Matches)
                entries.Add(new RouteEntry(i, match));
        }
        return entries.Count == 0 || entries.Count < worthwhile ? null : new RouteIndex(routes!, [.. entries], new EntryKeys(entries));
    }

    /// <summary>The first rule that matches, or null.</summary>
    /// <param name="call">The call.</param>
    /// <param name="match">Its match that holds; null when the rule has none.</param>
    public HttpRoutePlan? Find(in CallFacts call, out HttpMatch? match)
    {
        var first = int.MaxValue;
        var walk = _paths.Walk();
        while (walk.TryNext(call.Path, out var positions))
            Look(call, positions, ref first);
        foreach (var header in _headers)
            Look(call, header.Positions(call), ref first);
        Look(call, _rest, ref first);
        match = first == int.MaxValue ? null : _entries[first].Match;
        return first == int.MaxValue ? null : _routes[_entries[first].Route];
    }

    /// <summary>Lowers <paramref name="first"/> to the first of the ascending positions that matches.</summary>
    private void Look(in CallFacts call, ReadOnlySpan<int> positions, ref int first)
    {
        foreach (var position in positions)
        {
            if (position >= first)
                return;
            if (_entries[position].Match is { } match && !match.IsMatch(call))
                continue;
            first = position;
            return;
        }
    }
}
