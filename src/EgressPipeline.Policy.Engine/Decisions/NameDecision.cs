using EgressPipeline.Policy.Authorization;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Decisions;

/// <summary>
/// Whether a caller may resolve a name: yes as long as some call to it could be allowed. A question shows neither port nor
/// path, so here, other than for calls, a DENY rule counts only when it matches for certain, and an ALLOW rule when it may.
/// </summary>
internal static class NameDecision
{
    public static Decision Of(EgressPlan plan, in CallFacts question)
    {
        var index = plan.HostIndex.Find(question.Host);
        if (index < 0)
            return Undeclared(plan, question);
        var host = plan.Hosts[index];
        var refused = default(Decision);
        foreach (var port in host.Ports)
        {
            var call = question;
            call.Port = port.Number;
            call.Kind = port.Protocol is PortProtocol.Https or PortProtocol.Tls ? CallKind.Tls : CallKind.Tcp;
            var judged = Judge(plan.Authorization, call, host, port);
            if (judged.IsAllowed)
                return judged;
            if (refused.Rule is null)
                refused = judged;
        }
        if (host.Ports.Length > 0)
            return refused;
        return plan.Authorization.DenyIndex.FirstMatch(question, Truth.Yes) is { } denied
            ? new Decision { Reason = DecisionReason.DeniedByRule, Host = host, Rule = denied.Rule }
            : new Decision { Reason = DecisionReason.Allowed, Host = host, Rule = host.VirtualService };
    }

    // Which port it will be called at is not known, so ALLOW rules, which may ask for one, say nothing yet.
    private static Decision Undeclared(EgressPlan plan, in CallFacts question)
    {
        var mode = ServiceLookup.Unregistered(plan);
        return mode.IsAllowed && plan.Authorization.DenyIndex.FirstMatch(question, Truth.Yes) is { } denied
            ? new Decision { Reason = DecisionReason.DeniedByRule, Rule = denied.Rule }
            : mode;
    }

    private static Decision Judge(AuthorizationPlan authorization, in CallFacts call, HostPlan host, ServicePortPlan port)
    {
        if (authorization.DenyIndex.FirstMatch(call, Truth.Yes) is { } denied)
            return new Decision { Reason = DecisionReason.DeniedByRule, Host = host, Port = port, Rule = denied.Rule };
        if (authorization.AllowPolicies.Length == 0 || authorization.AllowIndex.FirstMatch(call, Truth.Unknown) is not null)
            return new Decision { Reason = DecisionReason.Allowed, Host = host, Port = port, Rule = port.Rule };
        var only = authorization.AllowPolicies.Length == 1 ? authorization.AllowPolicies[0] : null;
        return new Decision { Reason = DecisionReason.NotAllowed, Host = host, Port = port, Rule = only };
    }
}
