using EgressPipeline.Generators.Model;
using EgressPipeline.Generators.Naming;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Generators.Handles;

/// <summary>A handle for each http, tls and tcp rule of the VirtualServices that hold for the workload.</summary>
internal static class RouteHandles
{
    public static IEnumerable<HandleSpec> Of(EgressPlan plan)
    {
        var groups = new HandleGroups(HandleKind.Route, TableMembers.Routes);
        foreach (var host in plan.Hosts)
        {
            foreach (var route in host.HttpRoutes ?? [])
                groups.Add(route.Rule, Named(route), Position(route.Rule), host.Pattern);
            foreach (var route in host.TlsRoutes ?? [])
                Add(groups, route.Rule, host);
            foreach (var route in host.TcpRoutes ?? [])
                Add(groups, route.Rule, host);
        }
        return groups.Finish();
    }

    private static void Add(HandleGroups groups, RuleRef rule, HostPlan host) => groups.Add(rule, new RuleId(rule.Id).Part, Position(rule), host.Pattern);

    // A name without a letter or digit makes no member.
    private static string Named(HttpRoutePlan route) => CSharpName.Pascal(route.Name).Length > 0 ? route.Name : new RuleId(route.Rule.Id).Part;

    private static int Position(RuleRef rule) => new RuleId(rule.Id).Position;
}
