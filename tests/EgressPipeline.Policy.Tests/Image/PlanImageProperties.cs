using System.Text;
using CsCheck;
using EgressPipeline.Policy.Image;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Tests.Support;
using EgressPipeline.TestKit;

namespace EgressPipeline.Policy.Tests.Image;

/// <summary>A plan and the plan that is read from its image give the same answers to random calls.</summary>
public sealed class PlanImageProperties
{
    private const int CallsPerSet = 40;
    private const int Sets = 1_500;

    [Fact]
    public void Decide_ReadPlan_AgreesWithTheCompiledPlan() => CheckSets(Sets);

    [Fact]
    public void Decide_ReadPlanAtLength_AgreesWithTheCompiledPlan()
    {
        Assert.SkipUnless(LongRun.Fuzz, LongRun.NotAsked);
        CheckSets(100 * Sets);
    }

    private static void CheckSets(int sets) => Check.Sample(RandomPolicySet.WithCalls(CallsPerSet), sample =>
    {
        if (sample.Set.Compile().Plan is not { } plan)
            return;
        var image = PlanImage.Write(plan);
        var read = PlanImage.Read(image);
        Assert.Equal(image, PlanImage.Write(read));
        Assert.Equal(plan.Hash, read.Hash);
        foreach (var call in sample.Calls)
        {
            Assert.Equal(DecisionText.Of(plan, call), DecisionText.Of(read, call));
            Assert.Equal(plan.HostIndex.Find(Encoding.UTF8.GetBytes(call.Host)), HostImage.Find(image, Encoding.UTF8.GetBytes(call.Host)));
        }
    }, iter: sets);
}
