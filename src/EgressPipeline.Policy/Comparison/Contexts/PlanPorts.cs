using System.Globalization;
using EgressPipeline.Policy.Authorization;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Comparison.Contexts;

/// <summary>The ports that a plan tells apart.</summary>
internal sealed class PlanPorts
{
    /// <summary>Ports with services that are found by address.</summary>
    public SortedSet<int> ByAddress { get; } = [];

    /// <summary>Ports that authorization rules and limits name.</summary>
    public SortedSet<int> InRules { get; } = [];

    public PlanPorts(EgressPlan plan)
    {
        foreach (var entry in plan.Addresses.ToArray())
            ByAddress.Add(entry.Port.Number);
        foreach (var limit in plan.Limits)
            InRules.UnionWith(limit.Ports);
        foreach (var rules in new[] { plan.Authorization.Deny, plan.Authorization.Allow, plan.Authorization.Audit })
            foreach (var rule in rules)
                foreach (var set in RuleParts.Of(rule))
                    foreach (var clause in set.Clauses)
                        Add(clause);
    }

    /// <summary>Ports that the routes of a host name, for hosts that can be called on any.</summary>
    public static IEnumerable<int> InRoutes(HostPlan host)
    {
        foreach (var route in host.HttpRoutes ?? [])
            foreach (var match in route.Matches)
            {
                yield return match.Port;
                foreach (var port in InAuthority(match.Authority))
                    yield return port;
            }
        foreach (var route in host.TlsRoutes ?? [])
            foreach (var match in route.Matches)
                yield return match.Port;
        foreach (var route in host.TcpRoutes ?? [])
            foreach (var match in route.Matches)
                yield return match.Port;
    }

    private void Add(AuthorizationClause clause)
    {
        if (clause is PortClause ports)
            InRules.UnionWith(ports.Ports);
        else if (clause is HostClause hosts)
            foreach (var host in hosts.Hosts)
                InRules.Add(host.Port);
    }

    // "host:80" names a port; as a prefix it also names those that go on: 800 to 809, 8000 to 8099.
    private static IEnumerable<int> InAuthority(ByteMatch? authority)
    {
        if (authority is not { Kind: ByteMatchKind.Exact or ByteMatchKind.Prefix } || authority.Text.IndexOf(':') < 0)
            yield break;
        var digits = authority.Text.Substring(authority.Text.LastIndexOf(':') + 1);
        if (digits.Length == 0)
            yield break;
        for (var port = 1; port <= ushort.MaxValue; port++)
        {
            var text = port.ToString(CultureInfo.InvariantCulture);
            if (authority.Kind == ByteMatchKind.Exact ? text == digits : text.StartsWith(digits, StringComparison.Ordinal))
                yield return port;
        }
    }
}
