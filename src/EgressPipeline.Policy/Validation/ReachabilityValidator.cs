using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation;

/// <summary>Finds rules that no call can reach because earlier ones take every call they match.</summary>
internal static class ReachabilityValidator
{
    public static void Validate(VirtualServiceRule service, DiagnosticBag bag)
    {
        var http = Array.ConvertAll(service.Http, r => new Rule<HttpMatchRule>(HttpName(r), r.Match, r.Source));
        var tls = Array.ConvertAll(service.Tls, r => new Rule<ConnectionMatchRule>("tls[" + r.Position + "]", r.Match, r.Source));
        var tcp = Array.ConvertAll(service.Tcp, r => new Rule<ConnectionMatchRule>("tcp[" + r.Position + "]", r.Match, r.Source));
        Check(http, MatchCover.Covers, m => m.Source, bag);
        Check(tls, MatchCover.Covers, m => m.Source, bag);
        Check(tcp, MatchCover.Covers, m => m.Source, bag);
    }

    private static void Check<T>(Rule<T>[] rules, Func<T, T, bool> covers, Func<T, SourceRef> source, DiagnosticBag bag)
    {
        for (var later = 1; later < rules.Length; later++)
            if (FindTaker(rules, later, covers) is { } taker)
                bag.Report(VirtualServiceDiagnostics.Unreachable, rules[later].Source, rules[later].Name, taker.Name);
        foreach (var rule in rules)
            CheckWithin(rule, covers, source, bag);
    }

    /// <summary>The last earlier rule that is needed to take all of a rule's calls, or null when some get through.</summary>
    private static Rule<T>? FindTaker<T>(Rule<T>[] rules, int later, Func<T, T, bool> covers)
    {
        for (var i = 0; i < later; i++)
            if (rules[i].Matches.Length == 0)
                return rules[i];
        Rule<T>? taker = null;
        foreach (var match in rules[later].Matches)
        {
            var found = Array.FindIndex(rules, 0, later, r => Array.Exists(r.Matches, m => covers(m, match)));
            if (found < 0)
                return null;
            taker = rules[found];
        }
        return taker;
    }

    private static void CheckWithin<T>(Rule<T> rule, Func<T, T, bool> covers, Func<T, SourceRef> source, DiagnosticBag bag)
    {
        for (var i = 1; i < rule.Matches.Length; i++)
        {
            var by = Array.FindIndex(rule.Matches, 0, i, m => covers(m, rule.Matches[i]));
            if (by >= 0)
                bag.Report(VirtualServiceDiagnostics.IneffectiveMatch, source(rule.Matches[i]), rule.Name + ".match[" + i + "]", "match[" + by + "]");
        }
    }

    private static string HttpName(HttpRouteRule route) => route.Name is { Value.Length: > 0 } name ? "'" + name.Value + "'" : "http[" + route.Position + "]";

    /// <summary>A rule of any protocol, as far as order and matches go.</summary>
    private sealed record Rule<T>(string Name, T[] Matches, SourceRef Source);
}
