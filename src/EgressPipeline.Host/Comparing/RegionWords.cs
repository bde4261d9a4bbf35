using EgressPipeline.Host.Output;
using EgressPipeline.Policy.Comparison.Regions;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Host.Comparing;

/// <summary>Regions of calls in words: a line for each thing that is called, and one for each further condition.</summary>
internal static class RegionWords
{
    /// <summary>Terms of a list that are written out; JSON lists all.</summary>
    private const int MaxTerms = 8;

    /// <summary>Scopes that are written out.</summary>
    private const int MaxScopes = 10;

    /// <summary><c>HTTP POST, PUT api.example.com:443 /v1/*</c>, for each scope.</summary>
    public static IEnumerable<string> Titles(CallRegion region)
    {
        foreach (var scope in region.Scopes.Take(MaxScopes))
            yield return Title(scope, region);
        if (region.Scopes.Count > MaxScopes)
            yield return $"and {region.Scopes.Count - MaxScopes} more; --format json lists all";
    }

    /// <summary>What the titles do not tell: callers, headers, addresses …</summary>
    public static IEnumerable<(string Name, string Text)> Conditions(CallRegion region)
    {
        foreach (var field in region.Fields)
            if (field.Name is not (RegionFields.Methods or RegionFields.Paths))
                yield return (PrintableText.Of(field.Name), PrintableText.Of(List(field.Terms)));
    }

    public static string Word(CallKind kind) => kind switch
    {
        CallKind.Http => "HTTP",
        CallKind.Connect => "CONNECT",
        CallKind.Tls => "TLS",
        _ => "TCP",
    };

    private static string Title(RegionScope scope, CallRegion region)
    {
        var words = new List<string> { string.Join(", ", scope.Kinds.Select(Word)) };
        if (Field(region, RegionFields.Methods) is { } methods)
            words.Add(List(methods.Terms));
        words.Add(Place(scope));
        if (Field(region, RegionFields.Paths) is { } paths)
            words.Add(List(paths.Terms));
        if (scope.Destinations.Count > 0 && !IsNameless(scope))
            words.Add("(dialled address " + List(scope.Destinations) + ")");
        return PrintableText.Of(string.Join(' ', words));
    }

    private static string Place(RegionScope scope)
    {
        var isNameless = IsNameless(scope);
        var hosts = isNameless ? scope.Destinations : scope.Hosts;
        var place = hosts.Count > 0 ? List(hosts) : isNameless ? "any address" : "any host";
        if (scope.Ports.Count == 0)
            return place + " (any port)";
        var isOnePort = scope.Ports.Count == 1 && scope.Ports[0].Except.Count == 0;
        if (isOnePort && hosts.Count == 1 && hosts[0].Except.Count == 0 && !isNameless)
            return place + ":" + scope.Ports[0];
        return $"{place} ({(isOnePort ? "port" : "ports")} {List(scope.Ports)})";
    }

    // Opaque connections are known by their address alone.
    private static bool IsNameless(RegionScope scope) => scope.Hosts is [{ Pattern: RegionFields.NoName }];

    private static RegionField? Field(CallRegion region, string name) => region.Fields.FirstOrDefault(field => field.Name == name);

    private static string List(IReadOnlyList<RegionTerm> terms) => terms.Count <= MaxTerms
        ? string.Join(", ", terms.Select(Words))
        : $"{string.Join(", ", terms.Take(MaxTerms).Select(Words))} and {terms.Count - MaxTerms} more";

    private static string Words(RegionTerm term) => term.Except.Count <= MaxTerms
        ? term.ToString()
        : $"{term.Pattern} except {string.Join(", ", term.Except.Take(MaxTerms))} and {term.Except.Count - MaxTerms} more";
}
