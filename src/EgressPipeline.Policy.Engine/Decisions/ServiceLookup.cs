using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Decisions;

/// <summary>Finds the declared service of a call: by name where there is one, by address where the name says nothing.</summary>
internal static class ServiceLookup
{
    public static Decision Find(EgressPlan plan, in CallFacts call)
    {
        var index = plan.HostIndex.Find(call.Host);
        return index >= 0 ? FindPort(plan, plan.Hosts[index], call) : FindByAddress(plan, call);
    }

    private static Decision FindPort(EgressPlan plan, HostPlan host, in CallFacts call)
    {
        var port = host.FindPort(call.Port);
        if (port is null)
            return host.Ports.Length == 0 && HasRoutes(host, call.Kind)
                ? Found(host, null, host.VirtualService)
                : Refused(DecisionReason.PortNotDeclared, host, null, host.Service ?? host.VirtualService);
        if (!Speaks(call.Kind, port.Protocol))
            return Refused(DecisionReason.ProtocolMismatch, host, port, port.Rule);
        // Where the call goes to the dialled address, that address must belong to the service that the name stands for.
        if (port.Cluster.Resolution == Resolution.None && port.Addresses.Count > 0 && !call.DestinationIp.IsNone
            && plan.Addresses.Find(call.DestinationIp, call.Port)?.Port.Cluster != port.Cluster)
            return Unregistered(plan);
        return Found(host, port, port.Rule);
    }

    private static Decision FindByAddress(EgressPlan plan, in CallFacts call)
    {
        var address = call.DestinationIp;
        // An unknown name behind the explicit proxy must not borrow the permission of a service declared by port alone.
        if (address.IsNone && !call.Host.IsEmpty && !IpLiteral.TryParse(call.Host, out address))
            return Unregistered(plan);
        var entry = plan.Addresses.Find(address, call.Port);
        // A virtual address stands for one service: what is declared for the port alone does not take its other ports.
        if (entry is null || (entry.Range is null && VirtualAddressTable.IsVirtual(address)))
            return Unregistered(plan);
        var protocol = entry.Port.Protocol;
        var isOpaque = protocol is PortProtocol.Tcp or PortProtocol.Mongo;
        // A name that no service of this address declares: only a service that takes any bytes may take it.
        if (!call.Host.IsEmpty && !isOpaque && !IpLiteral.TryParse(call.Host, out _))
            return Unregistered(plan);
        return Speaks(call.Kind, protocol)
            ? Found(entry.Host, entry.Port, entry.Port.Rule)
            : Refused(DecisionReason.ProtocolMismatch, entry.Host, entry.Port, entry.Port.Rule);
    }

    // A TCP port takes any bytes. CONNECT opens a tunnel, whose content is judged when it is seen.
    private static bool Speaks(CallKind kind, PortProtocol protocol) => protocol switch
    {
        PortProtocol.Tcp or PortProtocol.Mongo => true,
        PortProtocol.Https or PortProtocol.Tls => kind is CallKind.Tls or CallKind.Connect,
        _ => kind is CallKind.Http or CallKind.Connect,
    };

    private static bool HasRoutes(HostPlan host, CallKind kind) => kind switch
    {
        CallKind.Http => host.HttpRoutes is not null,
        CallKind.Connect => host.HttpRoutes is not null || host.TlsRoutes is not null,
        CallKind.Tls => host.TlsRoutes is not null,
        _ => host.TcpRoutes is not null,
    };

    private static Decision Found(HostPlan host, ServicePortPlan? port, RuleRef? rule) =>
        new() { Reason = DecisionReason.Allowed, Host = host, Port = port, Rule = rule };

    private static Decision Refused(DecisionReason reason, HostPlan host, ServicePortPlan? port, RuleRef? rule) =>
        new() { Reason = reason, Host = host, Port = port, Rule = rule };

    /// <summary>What an undeclared destination gets.</summary>
    public static Decision Unregistered(EgressPlan plan) => new()
    {
        Reason = plan.Unregistered switch
        {
            UnregisteredMode.Allow => DecisionReason.AllowedUnregistered,
            UnregisteredMode.Audit => DecisionReason.AuditedUnregistered,
            _ => DecisionReason.Unregistered,
        },
    };
}
