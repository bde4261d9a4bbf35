using EgressPipeline.Policy.Calls;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Explaining;

/// <summary>Reads out of a decision what follows from it.</summary>
internal static class OutcomeReader
{
    public static DecisionOutcome Read(CallDescription call, in CallFacts facts, in Decision decision)
    {
        var outcome = new DecisionOutcome
        {
            Reason = decision.Reason,
            Rule = decision.Rule,
            Audit = decision.Audit,
            DryRun = decision.DryRun,
            DryRunRule = decision.DryRunRule,
            Service = decision.Host?.Pattern,
            ServiceRule = decision.Port?.Rule ?? decision.Host?.Service,
            Protocol = decision.Port?.Protocol,
            CalledHost = call.Host.Length > 0 ? AsciiText.Text(call.Host) : call.Destination.ToString(),
            DialledAddress = call.Destination.IsNone ? null : call.Destination.ToString(),
        };
        if (!decision.IsAllowed)
            return outcome;
        if (decision.Route is { } route)
            return WithRoute(outcome, call, facts, route, decision.Match);
        if (decision.Destinations is { } destinations)
            return outcome with
            {
                Route = decision.RouteRule is { } rule ? RuleId.Fragment(rule.Id) : null,
                RouteRule = decision.RouteRule,
                Destinations = destinations,
                TotalWeight = decision.TotalWeight,
            };
        if (decision.Port is { } port)
            outcome = outcome with { Destinations = [new WeightedCluster(port.Cluster, 1, HeaderOperations.None)], TotalWeight = 1 };
        return call.Kind == CallKind.Http ? WithRequest(outcome, call, null, null) : outcome;
    }

    private static DecisionOutcome WithRoute(DecisionOutcome outcome, CallDescription call, in CallFacts facts, HttpRoutePlan route, HttpMatch? match)
    {
        outcome = outcome with
        {
            Route = route.Name,
            RouteRule = route.Rule,
            Destinations = route.Destinations,
            TotalWeight = route.TotalWeight,
            Redirect = route.Redirect is { } redirect ? (redirect.Code, redirect.LocationFor(facts, match)) : null,
            DirectResponse = route.DirectResponse,
        };
        return route.Destinations.Length > 0 ? WithRequest(outcome, call, route, match) : outcome;
    }

    private static DecisionOutcome WithRequest(DecisionOutcome outcome, CallDescription call, HttpRoutePlan? route, HttpMatch? match) => outcome with
    {
        Retry = route?.Retry ?? RetryPlan.Default,
        IsDefaultRetry = route?.Retry is null,
        Timeout = route?.Timeout ?? TimeSpan.Zero,
        Fault = route?.Fault,
        Mirrors = route?.Mirrors ?? [],
        Cors = route?.Cors,
        Path = Path(call, route?.Rewrite, match) + (call.Query.Length == 0 ? "" : "?" + AsciiText.Text(call.Query)),
        Authority = route?.Rewrite?.Authority ?? HostHeader(route) ?? call.Authority,
    };

    private static string Path(CallDescription call, RewritePlan? rewrite, HttpMatch? match)
    {
        if (rewrite?.Substitution is { } substitution)
            return substitution.Apply(AsciiText.Text(call.Path)) ?? "(too long)";
        if (rewrite?.Uri is not { } uri)
            return AsciiText.Text(call.Path);
        return match is null ? uri : uri + AsciiText.Text(match.KeptByRewrite(call.Path));
    }

    // "host" through set is Istio's other way to rewrite the authority; a destination's own comes last and only holds when it is the one.
    private static string? HostHeader(HttpRoutePlan? route)
    {
        if (route is null)
            return null;
        var own = route.Destinations.Length == 1 ? Find(route.Destinations[0].Headers) : null;
        return own ?? Find(route.Headers);

        static string? Find(HeaderOperations headers)
        {
            foreach (var operation in headers.RequestSet)
                if (AsciiText.Text(operation.Name) == "host")
                    return AsciiText.Text(operation.Value);
            return null;
        }
    }
}
