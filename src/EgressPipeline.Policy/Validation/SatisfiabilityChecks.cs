using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Validation.Access;

namespace EgressPipeline.Policy.Validation;

/// <summary>Matches of http rules that no call can fulfil.</summary>
internal static class SatisfiabilityChecks
{
    public static void Check(HttpMatchRule match, VirtualServiceRule service, DiagnosticBag bag)
    {
        CheckHeaders(match, bag);
        CheckAuthority(match.Authority, service, bag);
        CheckNeverSent(match, bag);
    }

    private static void CheckHeaders(HttpMatchRule match, DiagnosticBag bag)
    {
        if (match.WithoutHeaders.Length == 0)
            return;
        var headers = new Dictionary<string, NamedMatchRule>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in match.Headers)
            headers[header.Name.Value] = header;
        foreach (var excluded in match.WithoutHeaders)
            if (headers.TryGetValue(excluded.Name.Value, out var wanted) && MatchCover.Covers(excluded.Match, wanted.Match))
                bag.Report(VirtualServiceDiagnostics.NeverMatches, excluded.Name.Source, "header '" + excluded.Name.Value + "' is asked for, and withoutHeaders excludes what is asked for");
    }

    /// <summary>Calls come here by the hosts alone, so another authority never comes.</summary>
    private static void CheckAuthority(StringMatchRule? authority, VirtualServiceRule service, DiagnosticBag bag)
    {
        if (authority is not { Kind: StringMatchKind.Exact, Value.Length: > 0 })
            return;
        var name = authority.Value;
        if (name.LastIndexOf(':') is var colon and > 0 && name.IndexOf(']') < 0)
            name = name.Substring(0, colon);
        var host = HostPattern.Normalize(name);
        // A short name stands for several, and "*" of a gateway for all.
        if (service.Hosts.Length == 0 || Array.Exists(service.Hosts, h => h.Value.IndexOf('.') < 0 || HostPattern.IsSubsetOf(host, HostPattern.Normalize(h.Value))))
            return;
        bag.Report(VirtualServiceDiagnostics.NeverMatches, authority.Source, "authority '" + authority.Value + "' is none of the hosts");
    }

    private static void CheckNeverSent(HttpMatchRule match, DiagnosticBag bag)
    {
        if (match.Method is { Kind: StringMatchKind.Exact } method)
            Report(method, NeverSentCheck.OfMethod(method.Value), bag);
        if (match.Uri is { Kind: StringMatchKind.Exact or StringMatchKind.Prefix, Value.Length: > 0 } uri)
            Report(uri, NeverSentCheck.OfPath(uri.Value), bag);
        if (match.Authority is { Kind: StringMatchKind.Exact or StringMatchKind.Prefix } authority && authority.Value.Any(c => c is >= 'A' and <= 'Z'))
            Report(authority, "hosts are compared in lower case", bag);
    }

    private static void Report(StringMatchRule condition, string? why, DiagnosticBag bag)
    {
        if (why is not null)
            bag.Report(VirtualServiceDiagnostics.NeverSent, condition.Source, condition.Value, why);
    }
}
