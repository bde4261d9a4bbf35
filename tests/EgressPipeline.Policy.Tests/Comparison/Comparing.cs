using EgressPipeline.Policy.Comparison;
using EgressPipeline.Policy.Comparison.Regions;
using EgressPipeline.Policy.Tests.Compilation;

namespace EgressPipeline.Policy.Tests.Comparison;

/// <summary>Compares policies written in tests, and writes regions on one line.</summary>
internal static class Comparing
{
    public static PlanComparison Compare(string old, string next, WorkloadContext? workload = null) =>
        PlanComparer.Compare(TestPolicies.Plan(old, workload), TestPolicies.Plan(next, workload), ComparisonOptions.Default);

    public static string[] Wider(this PlanComparison comparison) => [.. comparison.Wider.Select(change => Line(change.Region))];

    public static string[] Narrower(this PlanComparison comparison) => [.. comparison.Narrower.Select(change => Line(change.Region))];

    public static string[] Changed(this PlanComparison comparison) =>
        [.. comparison.Changed.Select(change => Line(change.Region) + ": " + string.Join("; ", change.Aspects.Select(a => $"{a.Name} {a.Old} -> {a.New}")))];

    /// <summary><c>Http|Connect api.test:80 methods GET; paths /v1/*</c>; scopes are joined by <c> + </c>.</summary>
    public static string Line(CallRegion region)
    {
        var scopes = region.Scopes.Select(scope =>
            $"{string.Join("|", scope.Kinds)} {List(scope.Hosts)}:{List(scope.Ports)}{(scope.Destinations.Count == 0 ? "" : " at " + List(scope.Destinations))}");
        return string.Join(" + ", scopes) + (region.Fields.Count == 0 ? "" : " " + string.Join("; ", region.Fields));
    }

    private static string List(IReadOnlyList<RegionTerm> terms) => terms.Count == 0 ? "any" : string.Join(",", terms);
}
