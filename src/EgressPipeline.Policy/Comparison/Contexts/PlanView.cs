using EgressPipeline.Policy.Comparison.Sides;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Comparison.Contexts;

/// <summary>One of the two plans with what the search for differences asks of it again and again.</summary>
internal sealed class PlanView(EgressPlan plan)
{
    public EgressPlan Plan => plan;

    public PlanPorts Ports { get; } = new(plan);

    public FilterAspects Filters { get; } = new(plan);

    /// <summary>Whose tokens are taken, and how; empty = tokens are nobody's matter.</summary>
    public string Tokens { get; } = TokenAspects.Of(plan.JwtRules);

    public LimitAspects Limits { get; } = new(plan);

    public bool TakesUndeclared => plan.Unregistered != UnregisteredMode.Deny;

    /// <summary>The host that a name means, or null.</summary>
    public HostPlan? FindHost(ReadOnlySpan<byte> name) => plan.HostIndex.Find(name) is >= 0 and var index ? plan.Hosts[index] : null;

    /// <summary>
    /// The call as the data plane sees it under this plan: a connection to an address that is declared as TCP is relayed
    /// without a look at its bytes, whatever it speaks.
    /// </summary>
    public CallFacts AsSeen(in CallFacts call)
    {
        if (call.Kind is not (CallKind.Http or CallKind.Tls) || call.DestinationIp.IsNone)
            return call;
        var bytes = new CallFacts
        {
            Kind = CallKind.Tcp,
            Port = call.Port,
            Caller = call.Caller,
            SourceIp = call.SourceIp,
            DestinationIp = call.DestinationIp,
        };
        var found = PolicyEngine.Lookup(plan, bytes);
        return found is { Reason: DecisionReason.Allowed, Port.Protocol: PortProtocol.Tcp or PortProtocol.Mongo } ? bytes : call;
    }
}
