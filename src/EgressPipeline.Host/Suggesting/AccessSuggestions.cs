using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Host.Suggesting;

/// <summary>Collects the calls that ALLOW policies do not cover, and joins them to as few rules as say exactly that.</summary>
internal sealed class AccessSuggestions
{
    /// <summary>Paths that a rule lists; more become their common folder.</summary>
    public const int MaxPaths = 10;

    // namespace → who calls what where → method → paths; a relayed connection has neither.
    private readonly SortedDictionary<string, SortedDictionary<Access, SortedDictionary<string, SortedSet<string>>>> _byNamespace = new(StringComparer.Ordinal);

    /// <summary>Namespaces for which there is something to suggest; empty = unknown.</summary>
    public IEnumerable<string> Namespaces => _byNamespace.Keys;

    /// <param name="call">The call.</param>
    /// <param name="host">The host that policies know it by.</param>
    /// <returns>Why no rule is suggested for the call, or null when one is.</returns>
    public string? Add(RefusedCall call, string host)
    {
        // An asterisk in a policy stands for anything: such a rule would allow more than what was seen.
        if (call.Principal.Contains('*', StringComparison.Ordinal) || call.Method.Contains('*', StringComparison.Ordinal) || call.Path.AsSpan().ContainsAny('*', '{', '}'))
            return "its path, method or principal holds what policies read as a pattern";
        if (host.Length == 0)
            return "it has no name by which a policy can allow it";
        var hasMethod = call.Kind is CallKind.Http or CallKind.Connect;
        var access = new Access(call.Principal, host, call.Port, hasMethod);
        var paths = Entry(Entry(Entry(_byNamespace, call.Namespace, () => []), access, () => new(StringComparer.Ordinal)), call.Method, () => new(StringComparer.Ordinal));
        if (call.Kind == CallKind.Http)
            paths.Add(call.Path);
        return null;
    }

    /// <summary>The rules of one namespace: equal ones of several hosts or callers are one.</summary>
    public IEnumerable<AccessRule> Rules(string ns)
    {
        var single =
            from access in _byNamespace[ns]
            from operation in access.Value.GroupBy(method => Paths(method.Value), method => method.Key, PathsComparer.Instance)
            select new AccessRule([access.Key.Principal], [access.Key.Host], access.Key.Port, access.Key.HasMethod ? [.. operation] : [], operation.Key.Listed, operation.Key.Seen);
        var byHosts = single.GroupBy(rule => (rule.Principals[0], rule.Tail)).Select(group => group.First() with { Hosts = [.. group.SelectMany(rule => rule.Hosts).Distinct()] });
        return byHosts.GroupBy(rule => (string.Join(',', rule.Hosts), rule.Tail)).Select(group => group.First() with { Principals = [.. group.SelectMany(rule => rule.Principals)] });
    }

    /// <summary>The paths a rule lists: those that were seen, or their common folder; empty = any.</summary>
    private static (string[] Listed, int Seen) Paths(SortedSet<string> seen)
    {
        if (seen.Count <= MaxPaths)
            return ([.. seen], seen.Count);
        // The first and last in order differ as early as any two.
        var (first, last) = (seen.Min!, seen.Max!);
        var common = first.AsSpan().CommonPrefixLength(last);
        var folder = first[..(first.AsSpan(0, common).LastIndexOf('/') + 1)];
        return (folder.Length > 1 ? [folder + "*"] : [], seen.Count);
    }

    private static TValue Entry<TKey, TValue>(SortedDictionary<TKey, TValue> owner, TKey key, Func<TValue> create)
        where TKey : notnull
    {
        if (!owner.TryGetValue(key, out var value))
            owner.Add(key, value = create());
        return value;
    }

    private readonly record struct Access(string Principal, string Host, int Port, bool HasMethod) : IComparable<Access>
    {
        public int CompareTo(Access other)
        {
            var order = string.CompareOrdinal(Principal, other.Principal);
            if (order == 0)
                order = string.CompareOrdinal(Host, other.Host);
            if (order == 0)
                order = Port.CompareTo(other.Port);
            return order == 0 ? HasMethod.CompareTo(other.HasMethod) : order;
        }
    }

    private sealed class PathsComparer : IEqualityComparer<(string[] Listed, int Seen)>
    {
        public static readonly PathsComparer Instance = new();

        public bool Equals((string[] Listed, int Seen) x, (string[] Listed, int Seen) y) => x.Listed.SequenceEqual(y.Listed);

        public int GetHashCode((string[] Listed, int Seen) paths) => string.Join('\n', paths.Listed).GetHashCode(StringComparison.Ordinal);
    }
}
