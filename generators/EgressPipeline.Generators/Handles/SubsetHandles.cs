using EgressPipeline.Generators.Model;
using EgressPipeline.Generators.Naming;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Generators.Handles;

/// <summary>A handle for each subset of a DestinationRule that some route leads to.</summary>
internal static class SubsetHandles
{
    public static IEnumerable<HandleSpec> Of(EgressPlan plan)
    {
        var groups = new HandleGroups(HandleKind.Subset, TableMembers.Subsets);
        foreach (var cluster in plan.Clusters)
            if (cluster.Subset.Length > 0 && cluster.DestinationRule is { } rule)
                groups.Add(rule, cluster.Subset, cluster.Index, cluster.Host);
        return groups.Finish();
    }
}
