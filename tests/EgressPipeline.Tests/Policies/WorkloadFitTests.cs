using EgressPipeline.Policies;
using EgressPipeline.Policy;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Tests.Policies;

public sealed class WorkloadFitTests
{
    private static readonly PlanWorkload Shop = new(true, "shop", [new("app", "web"), new("canary", null)]);

    [Theory]
    [InlineData("", "")]
    [InlineData("shop", "")]
    [InlineData("shop", "app=web")]
    [InlineData("", "app=web,pod-template-hash=7d4")]
    public void FirstContradiction_SameWorkload_IsNone(string ns, string labels) => Assert.Null(WorkloadFit.FirstContradiction(Shop, Running(ns, labels)));

    [Theory]
    [InlineData("pay", "", "in namespace 'pay'")]
    [InlineData("shop", "app=job", "the label app=job")]
    [InlineData("shop", "version=v1", "no label 'app'")]
    [InlineData("shop", "app=web,canary=yes", "the label canary=yes")]
    public void FirstContradiction_OtherWorkload_IsNamed(string ns, string labels, string expected) =>
        Assert.Contains(expected, WorkloadFit.FirstContradiction(Shop, Running(ns, labels)), StringComparison.Ordinal);

    // Compiled without a workload every selector holds, which is wrong for any workload that has labels.
    [Fact]
    public void FirstContradiction_CompiledForNobody_IsOneForWhoeverHasWhatPoliciesAskAbout()
    {
        var nobody = new PlanWorkload(false, "", [new("app", null)]);
        Assert.Null(WorkloadFit.FirstContradiction(nobody, Running("", "")));
        Assert.NotNull(WorkloadFit.FirstContradiction(nobody, Running("shop", "")));
        Assert.NotNull(WorkloadFit.FirstContradiction(nobody, Running("", "version=v1")));
        Assert.Null(WorkloadFit.FirstContradiction(PlanWorkload.Unknown, Running("", "version=v1")));
    }

    private static WorkloadContext Running(string ns, string labels)
    {
        var map = new Dictionary<string, string>();
        Assert.True(WorkloadText.TryReadLabels(labels, map, out var problem), problem);
        return new WorkloadContext(ns, map, UnregisteredMode.Deny);
    }
}
