using System.Reflection;
using EgressPipeline.Policy.Comparison.Sides;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Tests.Image;
using EgressPipeline.Policy.Tokens;

namespace EgressPipeline.Policy.Tests.Comparison;

/// <summary>
/// Each property of what is done with a call is changed by itself: the treatment must be another one. A property that somebody
/// adds and the comparison does not know fails here by name.
/// </summary>
public sealed class TreatmentCompletenessTests
{
    /// <summary>Names, places, what follows from other properties, and what says which calls are meant.</summary>
    private static readonly string[] SayNothing =
    [
        "ClusterPlan.Index", "ClusterPlan.Namespace", "ClusterPlan.Service", "ClusterPlan.DestinationRule", "EndpointPlan.Source", "RuleRef.Id", "RuleRef.Source",
        // Told by the cluster's name.
        "ClusterPlan.Host", "ClusterPlan.Subset", "ClusterPlan.Port", "ClusterPlan.IsExactHost",
        "HttpRoutePlan.Name", "HttpRoutePlan.Rule", "HttpRoutePlan.Matches", "RetryPlan.Rule",
        // Nothing reads it: which attempts are repeated is decided by the conditions alone.
        "RetryPlan.Explicit",
        // Both clusters of the full plan have one name, which stands for all of a cluster of several.
        "WeightedCluster.Cluster", "MirrorPlan.Cluster",
        "HeaderOperations.HasRequest", "HeaderOperations.HasResponse",
        "JwtRulePlan.Rule",
        "LimitPlan.Rule", "LimitPlan.Hosts", "LimitPlan.Ports",
        "FilterBindingPlan.Rule", "FilterBindingPlan.FilterSource", "FilterBindingPlan.Hosts", "FilterBindingPlan.Routes",
        // Rules that a filter is asked by are told by what they say.
        "AuthorizationRulePlan.Rule", "ClauseSet.Source", "OpaqueClause.Field", "OpaqueClause.Source", "OpaqueClause.Values",
        "ConfigValue.Source", "ConfigEntry.Source", "ConfigMap.Description", "ConfigList.Description", "ConfigScalar.Description", "ConfigScalar.AsBoolean",
    ];

    [Fact]
    public void Of_ClusterWithOnePropertyChanged_IsAnotherTreatment() => Check(
        () => FullPlan.Create().Clusters[0],
        cluster => new TreatmentTable().Of(new ServicePortPlan { Number = 80, Name = "http", Protocol = PortProtocol.Http, Cluster = cluster, Rule = new RuleRef("rule", Diagnostics.SourceRef.None) }));

    [Fact]
    public void Of_RouteWithOnePropertyChanged_IsAnotherTreatment() => Check(() => Route(redirects: false, answers: false), route => new TreatmentTable().Of(route, null));

    [Fact]
    public void Of_RedirectWithOnePropertyChanged_IsAnotherTreatment() =>
        Check(() => Route(redirects: true, answers: false).Redirect!, redirect => new TreatmentTable().Of(With(nameof(HttpRoutePlan.Redirect), redirect), null));

    [Fact]
    public void Of_AnswerWithOnePropertyChanged_IsAnotherTreatment() =>
        Check(() => Route(redirects: false, answers: true).DirectResponse!, answer => new TreatmentTable().Of(With(nameof(HttpRoutePlan.DirectResponse), answer), null));

    [Fact]
    public void Of_FilterWithOnePropertyChanged_IsAnotherAspect() => Check(
        () => FullPlan.Create().FilterBindings[0],
        binding =>
        {
            var plan = FullPlan.Create() with { FilterBindings = [binding] };
            var route = plan.Hosts[0].HttpRoutes![0];
            return new Treatment(0, [new("filters", new FilterAspects(plan).For(plan.Hosts[0], "a.test", route))], []);
        });

    [Fact]
    public void Of_TokenRuleWithOnePropertyChanged_IsAnotherAspect() =>
        Check(FullPlan.Tokens, rule => new Treatment(0, [new("tokens", TokenAspects.Of([rule]))], []));

    [Fact]
    public void Of_LimitWithOnePropertyChanged_IsAnotherAspect() => Check(
        () => FullPlan.Create().Limits[0],
        limit =>
        {
            var plan = FullPlan.Create() with { Limits = [limit] };
            return new Treatment(0, [new("limits", new LimitAspects(plan).For(plan.Hosts[0], "a.test", 80))], []);
        });

    private static void Check<T>(Func<T> create, Func<T, Treatment> treat) where T : class
    {
        var usual = Text(treat(create()));
        var (missed, seen) = (new SortedSet<string>(StringComparer.Ordinal), new HashSet<string>());
        foreach (var (path, owner) in PlanGraph.Objects(create()))
            foreach (var property in PlanGraph.Properties(owner))
            {
                var name = PlanMutation.Name(owner, property);
                var changed = create();
                if (SayNothing.Contains(name) || path.Contains(".Matches", StringComparison.Ordinal) || !PlanMutation.Change(PlanGraph.Objects(changed).First(item => item.Path == path).Owner, property))
                    continue;
                (Text(treat(changed)) == usual ? missed : (ISet<string>)seen).Add(name);
            }
        Assert.True(!missed.Except(seen).Any(), string.Join(" ", missed.Except(seen)));
        Assert.NotEmpty(seen);
    }

    // One answer at a time: a route with a redirect sends nothing on.
    private static HttpRoutePlan Route(bool redirects, bool answers)
    {
        var route = FullPlan.Create().Hosts[0].HttpRoutes![0];
        if (!redirects)
            Set(route, nameof(HttpRoutePlan.Redirect), null);
        if (!answers)
            Set(route, nameof(HttpRoutePlan.DirectResponse), null);
        return route;
    }

    private static HttpRoutePlan With(string property, object value)
    {
        var route = Route(redirects: false, answers: false);
        Set(route, property, value);
        return route;
    }

    private static void Set(HttpRoutePlan route, string property, object? value) =>
        typeof(HttpRoutePlan).GetField($"<{property}>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic)!.SetValue(route, value);

    private static string Text(Treatment treatment) => string.Join("\n", treatment.Aspects);
}
