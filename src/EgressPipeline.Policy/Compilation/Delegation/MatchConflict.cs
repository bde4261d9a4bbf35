using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Compilation.Delegation;

/// <summary>Whether a delegate's match may take calls that the root's does not. As in Istio texts are compared, patterns never fit.</summary>
internal static class MatchConflict
{
    public static bool IsBetween(HttpMatchRule root, HttpMatchRule leaf) =>
        IsBetween(root.Uri, leaf.Uri)
        || IsBetween(root.Scheme, leaf.Scheme)
        || IsBetween(root.Method, leaf.Method)
        || IsBetween(root.Authority, leaf.Authority)
        || IsBetween(root.Headers, leaf.Headers)
        || IsBetween(root.WithoutHeaders, leaf.WithoutHeaders)
        || IsBetween(root.QueryParams, leaf.QueryParams)
        || root.IgnoreUriCase != leaf.IgnoreUriCase
        || (root.Port is { } rootPort && leaf.Port is { } port && rootPort.Value != port.Value)
        || IsBetweenSources(root, leaf);

    private static bool IsBetweenSources(HttpMatchRule root, HttpMatchRule leaf)
    {
        if (root.SourceNamespace is { Value.Length: > 0 } rootNamespace && leaf.SourceNamespace is { Value.Length: > 0 } ns && rootNamespace.Value != ns.Value)
            return true;
        foreach (var label in leaf.SourceLabels)
            if (root.SourceLabels.TryGetValue(label.Key, out var value) && value.Value != label.Value.Value)
                return true;
        return root.Gateways.Length > 0 && Array.Exists(leaf.Gateways, g => !Array.Exists(root.Gateways, r => r.Value == g.Value));
    }

    private static bool IsBetween(NamedMatchRule[] root, NamedMatchRule[] leaf) =>
        Array.Exists(leaf, inner => Array.Find(root, outer => outer.Name.Value == inner.Name.Value) is { } found && IsBetween(found.Match, inner.Match));

    // A condition that only one of the two has holds for both.
    private static bool IsBetween(StringMatchRule? root, StringMatchRule? leaf)
    {
        if (root is null || leaf is null)
            return false;
        return (root.Kind, leaf.Kind) switch
        {
            (StringMatchKind.Exact, StringMatchKind.Exact) => root.Value != leaf.Value,
            (StringMatchKind.Prefix, StringMatchKind.Exact or StringMatchKind.Prefix) => !leaf.Value.StartsWith(root.Value, StringComparison.Ordinal),
            _ => true,
        };
    }
}
