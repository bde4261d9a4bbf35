using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation;

/// <summary>
/// Whether one match takes every call that another takes. Sound, not complete: "true" is certain, regular expressions
/// are only compared as texts.
/// </summary>
internal static class MatchCover
{
    public static bool Covers(HttpMatchRule wide, HttpMatchRule narrow) =>
        CoversUri(wide, narrow)
        && Covers(wide.Scheme, narrow.Scheme)
        && Covers(wide.Method, narrow.Method)
        && Covers(wide.Authority, narrow.Authority)
        && Covers(wide.Headers, narrow.Headers)
        && IsContained(wide.WithoutHeaders, narrow.WithoutHeaders)
        && Covers(wide.QueryParams, narrow.QueryParams)
        && (wide.Port is null || wide.Port.Value == narrow.Port?.Value)
        && CoversSelectors(wide.SourceLabels, wide.SourceNamespace, wide.Gateways, narrow.SourceLabels, narrow.SourceNamespace, narrow.Gateways);

    public static bool Covers(ConnectionMatchRule wide, ConnectionMatchRule narrow) =>
        CoversHosts(wide.SniHosts, narrow.SniHosts)
        && (wide.DestinationSubnets.Length == 0 || CoversRanges(wide.DestinationSubnets, narrow.DestinationSubnets))
        && (wide.Port is null || wide.Port.Value == narrow.Port?.Value)
        && CoversSelectors(wide.SourceLabels, wide.SourceNamespace, wide.Gateways, narrow.SourceLabels, narrow.SourceNamespace, narrow.Gateways);

    public static int Size(HttpMatchRule match) => 1 + match.Headers.Length + match.WithoutHeaders.Length + match.QueryParams.Length + match.SourceLabels.Count;

    public static int Size(ConnectionMatchRule match) => 1 + match.SniHosts.Length + match.DestinationSubnets.Length + match.SourceLabels.Count;

    private static bool CoversUri(HttpMatchRule wide, HttpMatchRule narrow)
    {
        if (wide.Uri is null || (wide.Uri.Kind == StringMatchKind.Prefix && wide.Uri.Value == "/") || IsAnything(wide.Uri))
            return true;
        // A wide match that ignores case takes whatever the same text in any case takes.
        return (wide.IgnoreUriCase || !narrow.IgnoreUriCase) && Covers(wide.Uri, narrow.Uri, wide.IgnoreUriCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
    }

    private static bool IsAnything(StringMatchRule match) => match is { Kind: StringMatchKind.Present } or { Kind: StringMatchKind.Regex, Value: ".*" };

    public static bool Covers(StringMatchRule? wide, StringMatchRule? narrow, StringComparison comparison = StringComparison.Ordinal)
    {
        if (wide is null)
            return true;
        if (narrow is null)
            return false;
        return wide.Kind switch
        {
            StringMatchKind.Present => true,
            StringMatchKind.Prefix => narrow.Kind is StringMatchKind.Exact or StringMatchKind.Prefix && narrow.Value.StartsWith(wide.Value, comparison),
            StringMatchKind.Exact => narrow.Kind == StringMatchKind.Exact && string.Equals(narrow.Value, wide.Value, comparison),
            _ => wide.Kind == narrow.Kind && wide.Value == narrow.Value,
        };
    }

    private static bool Covers(NamedMatchRule[] wide, NamedMatchRule[] narrow) =>
        Array.TrueForAll(wide, w => Array.Exists(narrow, n => SameName(w, n) && Covers(w.Match, n.Match)));

    private static bool IsContained(NamedMatchRule[] wide, NamedMatchRule[] narrow) =>
        Array.TrueForAll(wide, w => Array.Exists(narrow, n => SameName(w, n) && w.Match.Kind == n.Match.Kind && w.Match.Value == n.Match.Value));

    private static bool SameName(NamedMatchRule left, NamedMatchRule right) =>
        string.Equals(left.Name.Value, right.Name.Value, StringComparison.OrdinalIgnoreCase);

    private static bool CoversHosts(Located<string>[] wide, Located<string>[] narrow) =>
        Array.TrueForAll(narrow, n => Array.Exists(wide, w => HostPattern.IsSubsetOf(HostPattern.Normalize(n.Value), HostPattern.Normalize(w.Value))));

    private static bool IsSubset(Located<string>[] narrow, Located<string>[] wide) =>
        narrow.Length > 0 && Array.TrueForAll(narrow, n => Array.Exists(wide, w => w.Value == n.Value));

    private static bool CoversRanges(Located<string>[] wide, Located<string>[] narrow) =>
        narrow.Length > 0 && Array.TrueForAll(narrow, n => Cidr.TryParse(n.Value, out var inner) && Array.Exists(wide, w => Cidr.TryParse(w.Value, out var outer) && outer.PrefixLength <= inner.PrefixLength && outer.Contains(inner.Network)));

    private static bool CoversSelectors(
        IReadOnlyDictionary<string, Located<string>> wideLabels, Located<string>? wideNamespace, Located<string>[] wideGateways,
        IReadOnlyDictionary<string, Located<string>> narrowLabels, Located<string>? narrowNamespace, Located<string>[] narrowGateways)
    {
        foreach (var label in wideLabels)
            if (!narrowLabels.TryGetValue(label.Key, out var value) || value.Value != label.Value.Value)
                return false;
        if (wideNamespace is not null && wideNamespace.Value != narrowNamespace?.Value)
            return false;
        return wideGateways.Length == 0 || (narrowGateways.Length > 0 && IsSubset(narrowGateways, wideGateways));
    }
}
