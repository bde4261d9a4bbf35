using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Compilation;

/// <summary>Compiles the http rules of a VirtualService for one host.</summary>
internal sealed class HttpRouteCompiler(Visibility visibility, DestinationCompiler destinations, DiagnosticBag bag)
{
    private readonly HttpMatchCompiler _matches = new(bag);

    /// <summary>The rules in order; those that can never hold for this workload are left out. Null when there are none.</summary>
    /// <param name="service">The VirtualService.</param>
    /// <param name="calledPorts">HTTP ports of the host; empty = it can be called on any.</param>
    public HttpRoutePlan[]? Compile(VirtualServiceRule service, IReadOnlyList<int> calledPorts)
    {
        if (service.Http.Length == 0)
            return null;
        var plans = new List<HttpRoutePlan>();
        foreach (var rule in service.Http)
        {
            var matches = Array.FindAll(rule.Match, m => visibility.IsSource(m.SourceLabels, m.SourceNamespace, m.Gateways));
            if (rule.Match.Length > 0 && matches.Length == 0)
                continue;
            var variants = destinations.PortVariants(Targets(rule), calledPorts);
            foreach (var port in variants)
                if (CompileVariant(service, rule, matches, port, restrict: variants.Count > 1) is { } plan)
                    plans.Add(plan);
        }
        return [.. plans];
    }

    private HttpRoutePlan? CompileVariant(VirtualServiceRule service, HttpRouteRule rule, HttpMatchRule[] matches, int port, bool restrict)
    {
        var applicable = restrict ? Array.FindAll(matches, m => m.Port is null || m.Port.Value == port) : matches;
        if (matches.Length > 0 && applicable.Length == 0)
            return null;
        var owner = rule.Delegated?.Service ?? service;
        if (destinations.Resolve(rule.Route, port, owner) is not { } clusters || destinations.Resolve(rule.Mirrors, port, owner) is not { } mirrors)
            return null;
        var reference = new RuleRef(owner.Meta.Id + "#http[" + rule.Position + "]", rule.Source);
        return new HttpRoutePlan
        {
            Name = rule.Name is { Value.Length: > 0 } name ? name.Value : "http[" + rule.Position + "]",
            Rule = reference,
            Matches = CompileMatches(applicable, restrict ? port : 0, rule.Source),
            Destinations = clusters,
            TotalWeight = DestinationCompiler.TotalWeight(clusters),
            Redirect = Redirect(rule.Redirect),
            DirectResponse = rule.DirectResponse is { } answer ? new DirectResponsePlan(answer.Status.NumberOrZero(), answer.Body) : null,
            Rewrite = Rewrite(rule.Rewrite),
            Timeout = rule.Timeout.DurationOrZero(),
            Retry = RetryCompiler.Compile(rule.Retries, reference),
            Headers = HeaderOperationsCompiler.Compile(rule.Headers),
            Fault = FaultCompiler.Compile(rule.Fault),
            Mirrors = mirrors,
            Cors = CorsCompiler.Compile(rule.Cors, bag),
        };
    }

    private static IEnumerable<DestinationRefRule> Targets(HttpRouteRule rule) =>
        rule.Route.Select(r => r.Destination).Concat(rule.Mirrors.Select(m => m.Destination));

    private HttpMatch[] CompileMatches(HttpMatchRule[] rules, int port, SourceRef source)
    {
        if (rules.Length == 0)
            return port == 0 ? [] : [new HttpMatch { Port = port, Source = source }];
        var matches = new HttpMatch[rules.Length];
        for (var i = 0; i < matches.Length; i++)
            matches[i] = _matches.Compile(rules[i], port);
        return matches;
    }

    private static RewritePlan? Rewrite(RewriteRule? rule)
    {
        if (rule is null)
            return null;
        // What is wrong with the two was said when they were validated.
        PathSubstitution.TryCreate(rule.RegexMatch.TextOrEmpty(), rule.RegexReplacement.TextOrEmpty(), out var substitution, out _);
        return new RewritePlan(rule.Uri?.Value, rule.Authority?.Value, rule.RegexMatch is null ? null : substitution);
    }

    private static RedirectPlan? Redirect(RedirectRule? rule) => rule is null
        ? null
        : new RedirectPlan(rule.Uri?.Value, rule.Authority?.Value, rule.Port?.Value, rule.Scheme?.Value, rule.Code?.Value ?? 301)
        {
            PrefixRewrite = rule.PrefixRewrite is { Value.Length: > 0 } prefix ? prefix.Value : null,
            DerivedPort = rule.DerivePort?.Value switch
            {
                "FROM_PROTOCOL_DEFAULT" => RedirectPort.OfScheme,
                "FROM_REQUEST_PORT" => RedirectPort.OfRequest,
                _ => RedirectPort.AsCalled,
            },
        };
}
