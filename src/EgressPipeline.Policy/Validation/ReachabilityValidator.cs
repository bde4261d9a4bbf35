using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation;

/// <summary>Finds rules that no call can reach because earlier ones take every call they match.</summary>
internal static class ReachabilityValidator
{
    public static void Validate(VirtualServiceRule service, DiagnosticBag bag)
    {
        // What a delegate takes of the calls that its root hands on is not known here.
        var http = Array.ConvertAll(Array.FindAll(service.Http, r => r.Delegate is null), r => new RuleOrder<HttpMatchRule>.Rule(HttpName(r), r.Match, r.Source));
        var tls = Array.ConvertAll(service.Tls, r => new RuleOrder<ConnectionMatchRule>.Rule("tls[" + r.Position + "]", r.Match, r.Source));
        var tcp = Array.ConvertAll(service.Tcp, r => new RuleOrder<ConnectionMatchRule>.Rule("tcp[" + r.Position + "]", r.Match, r.Source));
        new RuleOrder<HttpMatchRule>(MatchCover.Covers, m => m.Source, MatchCover.Size).Check(http, bag);
        new RuleOrder<ConnectionMatchRule>(MatchCover.Covers, m => m.Source, MatchCover.Size).Check(tls, bag);
        new RuleOrder<ConnectionMatchRule>(MatchCover.Covers, m => m.Source, MatchCover.Size).Check(tcp, bag);
    }

    private static string HttpName(HttpRouteRule route) => route.Name is { Value.Length: > 0 } name ? "'" + name.Value + "'" : "http[" + route.Position + "]";
}
