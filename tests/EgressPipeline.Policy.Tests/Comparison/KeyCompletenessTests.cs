using EgressPipeline.Policy.Authorization;
using EgressPipeline.Policy.Comparison.Conditions;
using EgressPipeline.Policy.Comparison.Contexts;
using EgressPipeline.Policy.Comparison.Differences;
using EgressPipeline.Policy.Comparison.Sides;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Tests.Image;

namespace EgressPipeline.Policy.Tests.Comparison;

/// <summary>
/// What has one key is passed over as unchanged, so every property that a decision reads must be in the key. Each is changed by
/// itself in the full plan.
/// </summary>
public sealed class KeyCompletenessTests
{
    /// <summary>Names and places, and what follows from other properties.</summary>
    private static readonly string[] SayNothing =
    [
        "RuleRef.Id", "RuleRef.Source", "AuthorizationRulePlan.Rule", "ClauseSet.Source",
        "HostPlan.Index", "HostPlan.Pattern", "HostPlan.PatternBytes", "HostPlan.IsExact", "HostPlan.Service", "HostPlan.VirtualService", "ServicePortPlan.Name", "ServicePortPlan.Cluster", "ServicePortPlan.Rule",
        "HttpMatch.Source", "TlsMatch.Source", "TcpMatch.Source", "TlsRoutePlan.Rule", "TcpRoutePlan.Rule", "NamedMatch.NameBytes", "HttpMatch.IsPrefixMatch",
    ];

    [Fact]
    public void ClauseKey_OfRulesWithOnePropertyChanged_IsAnother()
    {
        foreach (var position in Enumerable.Range(0, 3))
            Check(() => Rule(position), ClauseKeys.Of);
    }

    [Fact]
    public void HostKey_OfHostWithOnePropertyChanged_IsAnother()
    {
        var plan = FullPlan.Create();
        var treatments = new TreatmentTable();
        Check(() => FullPlan.Create().Hosts[0], host => new HostKeys(treatments, new PlanView(plan)).Of(host));
    }

    private static AuthorizationRulePlan Rule(int position)
    {
        var authorization = FullPlan.Create().Authorization;
        return position == 0 ? authorization.Deny[0] : authorization.Allow[position - 1];
    }

    private static void Check<T>(Func<T> create, Func<T, string> key) where T : class
    {
        var usual = key(create());
        var (missed, seen) = (new SortedSet<string>(StringComparer.Ordinal), new HashSet<string>());
        foreach (var (path, owner) in PlanGraph.Objects(create()))
            foreach (var property in PlanGraph.Properties(owner))
            {
                var name = PlanMutation.Name(owner, property);
                var changed = create();
                // As written, for people; and what is done with calls, which has a test of its own.
                var isTold = SayNothing.Contains(name) || property.Name is "Field" or "Values" or "Source" || (IsTreatment(path) && !path.Contains(".Matches", StringComparison.Ordinal));
                if (isTold || !PlanMutation.Change(PlanGraph.Objects(changed).First(item => item.Path == path).Owner, property))
                    continue;
                (key(changed) == usual ? missed : (ISet<string>)seen).Add(name);
            }
        Assert.True(!missed.Except(seen).Any(), string.Join(" ", missed.Except(seen)));
        Assert.NotEmpty(seen);
    }

    private static bool IsTreatment(string path) => path.Contains(".HttpRoutes", StringComparison.Ordinal) || path.Contains(".Cluster", StringComparison.Ordinal) || path.Contains(".Destinations", StringComparison.Ordinal);
}
