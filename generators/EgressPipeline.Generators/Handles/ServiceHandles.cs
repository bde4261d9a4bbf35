using EgressPipeline.Generators.Model;
using EgressPipeline.Generators.Naming;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Generators.Handles;

/// <summary>A handle for each ServiceEntry that the workload can reach.</summary>
internal static class ServiceHandles
{
    public static IEnumerable<HandleSpec> Of(EgressPlan plan)
    {
        var hosts = new SortedDictionary<string, (RuleRef Rule, SortedSet<string> Hosts)>(StringComparer.Ordinal);
        foreach (var cluster in plan.Clusters)
        {
            if (!hosts.TryGetValue(cluster.Service.Id, out var service))
                hosts.Add(cluster.Service.Id, service = (cluster.Service, new SortedSet<string>(StringComparer.Ordinal)));
            service.Hosts.Add(cluster.Host);
        }
        var positions = plan.Hosts.ToDictionary(host => host.Pattern, host => host.Index, StringComparer.Ordinal);
        var services = hosts.Values.ToArray();
        var members = MemberName.Assign(Array.ConvertAll(services, service => new RuleId(service.Rule.Id).ToNamedThing()), TableMembers.Services);
        return services.Select((service, i) => new HandleSpec
        {
            Kind = HandleKind.Service,
            Group = "",
            Member = members[i],
            Id = service.Rule.Id,
            Name = new RuleId(service.Rule.Id).QualifiedName,
            // A host that only routes lead to is not in the index of called hosts.
            Index = positions.TryGetValue(service.Hosts.Min, out var position) ? position : -1,
            File = service.Rule.Source.File,
            Line = service.Rule.Source.Line,
            Hosts = new([.. service.Hosts]),
        });
    }
}
