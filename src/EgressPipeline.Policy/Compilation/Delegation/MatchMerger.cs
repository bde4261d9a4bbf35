using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Compilation.Delegation;

/// <summary>
/// Joins the matches of a delegating rule with those of a delegate's rule, as Istio does: each of the delegate's must lie
/// within one of the root's, and then says what it says and for the rest what the root's says.
/// </summary>
internal static class MatchMerger
{
    /// <summary>The joined alternatives.</summary>
    /// <param name="root">The delegating rule's; empty = everything.</param>
    /// <param name="leaf">The delegate's; empty = everything.</param>
    /// <param name="outside">A match of the delegate that lies within none of the root's; null when there is none.</param>
    public static HttpMatchRule[] Merge(HttpMatchRule[] root, HttpMatchRule[] leaf, out HttpMatchRule? outside)
    {
        outside = null;
        if (root.Length == 0)
            return leaf;
        if (leaf.Length == 0)
            return root;
        var merged = new List<HttpMatchRule>();
        foreach (var inner in leaf)
        {
            var before = merged.Count;
            foreach (var outer in root)
                if (!MatchConflict.IsBetween(outer, inner))
                    merged.Add(Merge(outer, inner));
            if (merged.Count == before)
                outside ??= inner;
        }
        return [.. merged];
    }

    private static HttpMatchRule Merge(HttpMatchRule root, HttpMatchRule leaf) => leaf with
    {
        Name = leaf.Name ?? root.Name,
        Uri = leaf.Uri ?? root.Uri,
        Scheme = leaf.Scheme ?? root.Scheme,
        Method = leaf.Method ?? root.Method,
        Authority = leaf.Authority ?? root.Authority,
        Headers = Merge(root.Headers, leaf.Headers),
        WithoutHeaders = Merge(root.WithoutHeaders, leaf.WithoutHeaders),
        QueryParams = Merge(root.QueryParams, leaf.QueryParams),
        Port = leaf.Port ?? root.Port,
        SourceLabels = Merge(root.SourceLabels, leaf.SourceLabels),
        SourceNamespace = leaf.SourceNamespace is { Value.Length: > 0 } ns ? ns : root.SourceNamespace,
        Gateways = leaf.Gateways.Length > 0 ? leaf.Gateways : root.Gateways,
    };

    private static NamedMatchRule[] Merge(NamedMatchRule[] root, NamedMatchRule[] leaf) =>
        [.. leaf, .. root.Where(outer => !Array.Exists(leaf, inner => inner.Name.Value == outer.Name.Value))];

    private static Dictionary<string, Located<string>> Merge(IReadOnlyDictionary<string, Located<string>> root, IReadOnlyDictionary<string, Located<string>> leaf)
    {
        var merged = new Dictionary<string, Located<string>>();
        foreach (var label in root)
            merged[label.Key] = label.Value;
        foreach (var label in leaf)
            merged[label.Key] = label.Value;
        return merged;
    }
}
