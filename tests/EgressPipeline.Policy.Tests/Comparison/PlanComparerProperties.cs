using CsCheck;
using EgressPipeline.Policy.Comparison;
using EgressPipeline.Policy.Comparison.Contexts;
using EgressPipeline.Policy.Comparison.Regions;
using EgressPipeline.Policy.Comparison.Sides;
using EgressPipeline.Policy.Tests.Decisions;
using EgressPipeline.TestKit;

namespace EgressPipeline.Policy.Tests.Comparison;

/// <summary>
/// Whatever two policy sets say differently about a random call is in a region, and what an exact region says of a random
/// call, or of its own example, is so.
/// </summary>
public sealed class PlanComparerProperties
{
    private const int CallsPerPair = 60;
    private const int Pairs = 800;

    [Fact]
    public void Compare_RandomPairs_AgreesWithTheEngineOnRandomCalls() => CheckPairs(Pairs);

    [Fact]
    public void Compare_RandomPairsAtLength_AgreesWithTheEngineOnRandomCalls()
    {
        Assert.SkipUnless(LongRun.Fuzz, LongRun.NotAsked);
        CheckPairs(100 * Pairs);
    }

    private static void CheckPairs(int pairs) => Check.Sample(RandomPair.WithCalls(CallsPerPair), CheckPair, iter: pairs);

    private static void CheckPair(PolicyPair pair)
    {
        if (pair.Old.Compile().Plan is not { } old || pair.New.Compile().Plan is not { } next)
            return;
        var comparison = PlanComparer.Compare(old, next, ComparisonOptions.Default);
        var (left, right) = (new PlanView(old), new PlanView(next));
        foreach (var call in pair.Calls)
            CheckCall(comparison, (left, right), call);
        CheckExamples(comparison, left, right);
    }

    private static void CheckCall(PlanComparison comparison, (PlanView Left, PlanView Right) plans, TestCall call)
    {
        var (before, after) = (JudgedCall.Decide(plans.Left, call), JudgedCall.Decide(plans.Right, call));
        var treatments = new TreatmentTable();
        var (was, nowIs) = (before.IsAllowed, after.IsAllowed);
        var changes = was && nowIs && JudgedCall.Treatment(treatments, before) != JudgedCall.Treatment(treatments, after);
        bool In(CallRegion region) => JudgedCall.Is(call, plans.Left, plans.Right, c => region.Covers(c.Facts()));
        bool Exactly(CallRegion region) => region.Covers(call.Facts());

        var unknown = comparison.Uncompared.Any(u => u.Region is null || In(u.Region));
        Assert.True(unknown || comparison.Wider.Any(c => In(c.Region)) || was || !nowIs, $"missed: newly reachable {call}: {before.Reason} {after.Reason}");
        Assert.True(unknown || comparison.Narrower.Any(c => In(c.Region)) || !was || nowIs, $"missed: newly denied {call}: {before.Reason} {after.Reason}");
        Assert.True(unknown || comparison.Changed.Any(c => In(c.Region)) || !changes, $"missed: changed {call}: {before.Reason} {after.Reason}");
        Assert.False(comparison.Wider.Any(c => c.Approximation is null && Exactly(c.Region)) && !(nowIs && !was), $"not newly reachable: {call}: {before.Reason} {after.Reason}");
        Assert.False(comparison.Narrower.Any(c => c.Approximation is null && Exactly(c.Region)) && !(was && !nowIs), $"not newly denied: {call}: {before.Reason} {after.Reason}");
        Assert.False(comparison.Changed.Any(c => c.Approximation is null && Exactly(c.Region)) && was && nowIs && !changes,
            $"not changed: {call}: {string.Join("; ", comparison.Changed.Where(c => In(c.Region)).SelectMany(c => c.Aspects))}");
    }

    private static void CheckExamples(PlanComparison comparison, PlanView left, PlanView right)
    {
        foreach (var change in comparison.Wider.Concat(comparison.Narrower))
        {
            Assert.True(change.Approximation is not null || change.Example is not null, $"an exact change without an example: {string.Join(", ", change.Region.Fields)}");
            if (change.Example is not { } example)
                continue;
            Assert.True(change.Region.Covers(example.Facts()), $"its region has not the example {example}");
            Assert.NotEqual(Judge.Decide(left, example).IsAllowed, Judge.Decide(right, example).IsAllowed);
        }
        foreach (var change in comparison.Changed)
        {
            Assert.NotEmpty(change.Aspects);
            Assert.True(change.Approximation is not null || change.Example is not null, "an exact change without an example");
        }
    }
}
