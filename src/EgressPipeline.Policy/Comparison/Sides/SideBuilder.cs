using EgressPipeline.Policy.Authorization;
using EgressPipeline.Policy.Comparison.Boxes;
using EgressPipeline.Policy.Comparison.Contexts;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Comparison.Sides;

/// <summary>
/// Reduces a plan to what it says in one context. Which service is found, and every clause and match that does not depend
/// on what varies, is asked of the engine itself.
/// </summary>
internal sealed class SideBuilder(PlanView view, RuleReducer rules, RouteConditions routes, TreatmentTable treatments)
{
    public Side Build(CallContext context, WorkBudget budget)
    {
        var call = view.AsSeen(context.Call.Facts());
        var found = PolicyEngine.Lookup(view.Plan, call);
        if (!found.IsAllowed)
            return Side.Refused;
        var steps = Steps(context, call, found);
        if (steps.Count == 0)
            return Side.Refused;
        var named = NearestRule.WithServiceName(call, found);
        var authorization = view.Plan.Authorization;
        var deny = Reduce(authorization.Deny, named, Truth.Unknown, budget);
        if (deny.Exists(conjunction => conjunction.IsAlways))
            return Side.Refused;
        var allow = authorization.AllowPolicies.Length == 0 ? null : Reduce(authorization.Allow, named, Truth.Yes, budget);
        if (allow is { Count: 0 })
            return Side.Refused;
        return new Side
        {
            Deny = deny,
            Allow = allow is null || allow.Exists(conjunction => conjunction.IsAlways) ? null : allow,
            Audit = Reduce(authorization.Audit, named, Truth.Yes, budget),
            Routes = steps,
        };
    }

    private List<Conjunction> Reduce(AuthorizationRulePlan[] plans, in CallFacts call, Truth atLeast, WorkBudget budget)
    {
        var all = new List<Conjunction>();
        foreach (var plan in plans)
            all.AddRange(rules.Reduce(plan, call, atLeast, budget));
        return all;
    }

    private List<RouteStep> Steps(CallContext context, in CallFacts call, in Decision found)
    {
        if (call.Kind == CallKind.Http && found.Host is { HttpRoutes: not null } host && found.Port?.Protocol is null or PortProtocol.Http or PortProtocol.Http2 or PortProtocol.Grpc)
            return HttpSteps(host, context, call);
        var routed = PolicyEngine.Route(view.Plan, call, found);
        if (!routed.IsAllowed)
            return [];
        var treatment = routed.Destinations is { } destinations ? treatments.Of(destinations, routed.TotalWeight, routed.RouteRule)
            : routed.Port is { } port ? treatments.Of(port)
            : treatments.OfUndeclared(routed.Reason);
        return [new RouteStep(Conjunction.Always, Filtered(treatment, found.Host, call, null))];
    }

    // A tunnel's bytes pass no filter; what is inside of it is judged when it is seen.
    private Treatment Filtered(Treatment treatment, HostPlan? host, in CallFacts call, HttpRoutePlan? route)
    {
        if (treatments.HasFilters)
            treatment = treatments.WithFilters(treatment, call.Kind == CallKind.Connect ? "" : view.Filters.For(host, AsciiText.Text(call.Host), route));
        if (treatments.HasTokens)
            treatment = treatments.WithTokens(treatment, call.Kind is CallKind.Http or CallKind.Connect ? view.Tokens : "");
        return treatments.HasLimits ? treatments.WithLimits(treatment, view.Limits.For(host, AsciiText.Text(call.Host), call.Port)) : treatment;
    }

    private List<RouteStep> HttpSteps(HostPlan host, CallContext context, in CallFacts call)
    {
        var steps = new List<RouteStep>();
        foreach (var plan in host.HttpRoutes!)
        {
            if (plan.Matches.Length == 0)
                steps.Add(new RouteStep(Conjunction.Always, Filtered(treatments.Of(plan, null), host, call, plan)));
            foreach (var match in plan.Matches)
                if (routes.Reduce(match, context, call) is { } conjunction)
                    steps.Add(new RouteStep(conjunction, Filtered(treatments.Of(plan, match), host, call, plan)));
            if (steps.Count > 0 && steps[steps.Count - 1].Match.IsAlways)
                break;
        }
        return steps;
    }
}
