using EgressPipeline.Policy.Authorization;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Decisions;

/// <summary>
/// Judges calls against a plan. Pure: same plan and facts, same answer; no allocation, no I/O. The sidecar calls the
/// steps one by one from its stages; <c>explain</c> and tests call <see cref="Decide"/>.
/// </summary>
public static class PolicyEngine
{
    /// <summary>Registry, then authorization, then routing: the whole judgement in the order of the pipeline.</summary>
    public static Decision Decide(EgressPlan plan, in CallFacts facts)
    {
        var found = Lookup(plan, facts);
        if (!found.IsAllowed)
            return found;
        var allowed = Authorize(plan, facts, found);
        return allowed.IsAllowed ? Route(plan, facts, allowed) : allowed;
    }

    /// <summary>Which declared service is called, or why none is.</summary>
    public static Decision Lookup(EgressPlan plan, in CallFacts facts) => ServiceLookup.Find(plan, facts);

    /// <summary>May this caller make this call: DENY first, then ALLOW where ALLOW policies exist; AUDIT is only noted.</summary>
    public static Decision Authorize(EgressPlan plan, in CallFacts facts, in Decision found)
    {
        // Opaque TCP carries no name; the service that its address stands for has one.
        if (facts.Host.IsEmpty && found.Host is { IsExact: true } host)
        {
            var named = facts;
            named.Host = host.PatternBytes;
            return Judge(plan.Authorization, named, found);
        }
        return Judge(plan.Authorization, facts, found);
    }

    /// <summary>Which route of the service's VirtualService applies.</summary>
    public static Decision Route(EgressPlan plan, in CallFacts facts, in Decision allowed) => RouteChoice.Choose(facts, allowed);

    /// <summary>
    /// May this caller resolve this name: only <see cref="CallFacts.Host"/>, the caller and the source address are looked at.
    /// A name is refused when every call to it would be; calls are judged again, and by more, when they are made.
    /// </summary>
    public static Decision Resolve(EgressPlan plan, in CallFacts question)
    {
        var asked = question;
        asked.IsQuestion = true;
        return NameDecision.Of(plan, asked);
    }

    private static Decision Judge(AuthorizationPlan authorization, in CallFacts call, in Decision found)
    {
        var enforced = JudgeBy(authorization, call, found);
        if (authorization.DryRun is not { } trial)
            return enforced;
        var tried = JudgeBy(trial, call, found);
        if (tried.IsAllowed == enforced.IsAllowed)
            return enforced;
        return enforced with { DryRun = tried.IsAllowed ? DryRunResult.WouldAllow : DryRunResult.WouldDeny, DryRunRule = tried.Rule };
    }

    private static Decision JudgeBy(AuthorizationPlan authorization, in CallFacts call, in Decision found)
    {
        var audit = authorization.AuditIndex.FirstMatch(call, Truth.Yes);
        // What cannot be judged is refused: a DENY rule also counts when part of it is unknown.
        if (authorization.DenyIndex.FirstMatch(call, Truth.Unknown) is { } denied)
            return Refused(found, DecisionReason.DeniedByRule, denied.Rule, audit?.Rule);
        if (authorization.AllowPolicies.Length == 0)
            return Accepted(found, found.Rule, audit?.Rule);
        if (authorization.AllowIndex.FirstMatch(call, Truth.Yes) is { } allowed)
            return Accepted(found, allowed.Rule, audit?.Rule);
        // With several policies no single one is to blame.
        var only = authorization.AllowPolicies.Length == 1 ? authorization.AllowPolicies[0] : null;
        return Refused(found, DecisionReason.NotAllowed, only, audit?.Rule);
    }

    private static Decision Accepted(in Decision found, RuleRef? rule, RuleRef? audit) =>
        new() { Reason = found.Reason, Rule = rule, Host = found.Host, Port = found.Port, Audit = audit };

    private static Decision Refused(in Decision found, DecisionReason reason, RuleRef? rule, RuleRef? audit) =>
        new() { Reason = reason, Rule = rule, Host = found.Host, Port = found.Port, Audit = audit };
}
