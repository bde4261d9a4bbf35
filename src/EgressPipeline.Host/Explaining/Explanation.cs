using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Host.Explaining;

/// <summary>
/// Judges one call stage by stage with the engine that the data plane uses, and writes what each stage said, which rule
/// said it and where that rule stands.
/// </summary>
internal sealed class Explanation(EgressPlan plan, TextWriter output)
{
    /// <returns>True when the call is allowed.</returns>
    public bool Write(ExplainedCall call, in CallFacts facts)
    {
        output.WriteLine(call.Title);
        output.WriteLine($"  from {(facts.Caller.Principal.Length > 0 ? facts.Caller.Principal : "nobody in particular: conditions on principals match nothing")}");
        output.WriteLine();
        var last = WriteStages(facts);
        if (last.Audit is { } audit)
            Line("audit", "matched", audit);
        output.WriteLine();
        output.WriteLine(last.IsAllowed ? "ALLOWED" : $"DENIED: {Words(last.Reason)}");
        if (!last.IsAllowed && NearestMiss.Explain(plan, facts, last) is { } nearest)
            output.WriteLine("  " + nearest);
        return last.IsAllowed;
    }

    private Decision WriteStages(in CallFacts facts)
    {
        var found = PolicyEngine.Lookup(plan, facts);
        Line("registry", Registry(found), found.Rule ?? found.Host?.Service);
        if (!found.IsAllowed)
            return found;
        var judged = PolicyEngine.Authorize(plan, facts, found);
        Line("authorize", judged.IsAllowed ? judged.Rule == found.Rule ? "allowed, no policy applies" : "allowed" : Words(judged.Reason), judged.Rule == found.Rule ? null : judged.Rule);
        if (!judged.IsAllowed)
            return judged;
        var routed = PolicyEngine.Route(plan, facts, judged);
        if (!routed.IsAllowed)
        {
            Line("route", Words(routed.Reason), routed.Rule);
            return routed;
        }
        WriteRoute(routed);
        return routed with { Audit = routed.Audit ?? judged.Audit };
    }

    private void WriteRoute(in Decision routed)
    {
        if (routed.Route is { } route)
        {
            Line("route", route.Name, route.Rule);
            if (route.DirectResponse is { } answer)
                Detail($"answers {answer.Status} itself");
            if (route.Redirect is { } redirect)
                Detail($"redirects with {redirect.Code}");
            if (route.Timeout > TimeSpan.Zero)
                Detail($"timeout {route.Timeout.TotalSeconds:0.###} s");
            if (route.Retry is { } retry)
                Detail(retry.Attempts == 0 ? "retries off" : $"up to {retry.Attempts} retries on {retry.Conditions}");
            WriteDestinations(route.Destinations, route.TotalWeight);
        }
        else if (routed.Destinations is { } destinations)
        {
            Line("route", "by a TLS or TCP route", routed.Rule);
            WriteDestinations(destinations, routed.TotalWeight);
        }
        else if (routed.Port is { } port)
        {
            Line("route", "none, straight to the service", null);
            WriteCluster(port.Cluster, "");
        }
    }

    private void WriteDestinations(WeightedCluster[] destinations, int totalWeight)
    {
        foreach (var destination in destinations)
            WriteCluster(destination.Cluster, destinations.Length > 1 ? $" ({destination.Weight} of {totalWeight})" : "");
    }

    private void WriteCluster(ClusterPlan cluster, string share)
    {
        Line("cluster", cluster.Name + share, cluster.DestinationRule);
        var endpoints = cluster.Endpoints.Length == 0 ? "the called host" : string.Join(", ", cluster.Endpoints.Select(e => $"{(e.Address.Length == 0 ? "the called host" : e.Address)}:{e.Port}"));
        Detail($"{cluster.Resolution} {endpoints}; {cluster.LoadBalancing}");
        if (cluster.Tls.Mode != TlsMode.Disable)
            Detail($"TLS {cluster.Tls.Mode}, server name {(cluster.Tls.Sni.Length > 0 ? cluster.Tls.Sni : "of the called host")}{(cluster.Tls.InsecureSkipVerify ? ", NOT verified" : "")}");
    }

    private static string Registry(in Decision found) => found switch
    {
        { Reason: DecisionReason.AllowedUnregistered } => "not declared, let through by the mode for undeclared destinations",
        { Reason: DecisionReason.AuditedUnregistered } => "not declared, let through and recorded by the mode for undeclared destinations (audit)",
        { IsAllowed: false } => Words(found.Reason),
        { Host: { } host, Port: { } port } => $"declared: {host.Pattern}:{port.Number} {port.Protocol}",
        { Port: { } port } => $"declared: port {port.Number} {port.Protocol}",
        _ => "declared",
    };

    private void Line(string stage, string what, RuleRef? rule) =>
        output.WriteLine($"  {stage,-10} {what}{(rule is null ? "" : Environment.NewLine + new string(' ', 13) + "by " + rule)}");

    private void Detail(string text) => output.WriteLine(new string(' ', 13) + text);

    private static string Words(DecisionReason reason) => reason switch
    {
        DecisionReason.Unregistered => "no ServiceEntry declares the destination",
        DecisionReason.PortNotDeclared => "the host is declared, this port is not",
        DecisionReason.ProtocolMismatch => "the port is declared for another protocol",
        DecisionReason.DeniedByRule => "a DENY rule matches",
        DecisionReason.NotAllowed => "ALLOW policies exist and none matches",
        DecisionReason.NoRoute => "a VirtualService governs the host and no rule of it matches",
        DecisionReason.Misdirected => "the name inside differs from the one authorized",
        _ => "allowed",
    };
}
