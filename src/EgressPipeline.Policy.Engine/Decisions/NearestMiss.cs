using EgressPipeline.Policy.Authorization;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Decisions;

/// <summary>Says in words why a refused call was refused, and which rule came nearest to letting it through. Cold path.</summary>
public static class NearestMiss
{
    /// <summary>
    /// The nearest rule that would have let the call pass and the first condition of it that failed, with file:line; null
    /// for an allowed call and where nothing comes near.
    /// </summary>
    public static string? Explain(EgressPlan plan, in CallFacts facts, in Decision decision) => decision.Reason switch
    {
        DecisionReason.Unregistered => NearestHost.Explain(plan, facts),
        DecisionReason.PortNotDeclared => ExplainPort(decision),
        DecisionReason.ProtocolMismatch => ExplainProtocol(facts, decision),
        DecisionReason.DeniedByRule => ExplainDenied(plan, facts, decision),
        DecisionReason.NotAllowed => NearestRule.Explain(plan, facts, decision),
        DecisionReason.NoRoute => NearestRoute.Explain(facts, decision),
        _ => null,
    };

    private static string? ExplainPort(in Decision decision)
    {
        if (decision.Host is not { } host)
            return null;
        if (host.Ports.Length == 0)
            return host.Pattern + " has no ServiceEntry; only " + host.VirtualService + " names it";
        var ports = new string[host.Ports.Length];
        for (var i = 0; i < ports.Length; i++)
            ports[i] = host.Ports[i].Number + " (" + host.Ports[i].Protocol.ToString().ToUpperInvariant() + ")";
        return host.Pattern + " declares port " + string.Join(", ", ports) + " at " + host.Ports[0].Rule;
    }

    private static string? ExplainProtocol(in CallFacts facts, in Decision decision)
    {
        if (decision.Port is not { } port)
            return null;
        var spoken = facts.Kind switch
        {
            CallKind.Http => "HTTP",
            CallKind.Tls => "TLS",
            CallKind.Connect => "a CONNECT tunnel",
            _ => "opaque TCP",
        };
        return "the call is " + spoken + " but port " + port.Number + " is declared " + port.Protocol.ToString().ToUpperInvariant() + " at " + port.Rule;
    }

    private static string ExplainDenied(EgressPlan plan, in CallFacts facts, in Decision decision)
    {
        var call = NearestRule.WithServiceName(facts, decision);
        foreach (var rule in plan.Authorization.Deny)
            if (rule.Rule == decision.Rule && rule.Evaluate(call) == Truth.Unknown)
                return rule.Rule + " has conditions that this call does not show (" + NearestRule.FirstUnknown(rule, call) + "), so it is refused";
        return "denied by " + decision.Rule;
    }
}
