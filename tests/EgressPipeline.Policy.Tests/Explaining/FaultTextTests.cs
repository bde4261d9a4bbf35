using EgressPipeline.Policy.Explaining;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Tests.Explaining;

public sealed class FaultTextTests
{
    [Fact]
    public void Of_DelayAndAbort_SaysShareAndWhat()
    {
        var fault = new FaultPlan(new FaultDelayPlan(TimeSpan.FromSeconds(5), Share.OfPercent(0.1)), new FaultAbortPlan(14, IsGrpc: true, Share.Whole));

        Assert.Equal(["injected into 0.1% of the calls: a delay of 5s", "injected into 100% of the calls: the answer gRPC UNAVAILABLE"], FaultText.Of(fault));
    }

    [Fact]
    public void Of_HttpAbort_NamesTheStatus() =>
        Assert.Equal(["injected into 12.5% of the calls: the answer 555"], FaultText.Of(new FaultPlan(null, new FaultAbortPlan(555, IsGrpc: false, 125_000))));

    [Fact]
    public void Of_NoFault_SaysNothing() => Assert.Empty(FaultText.Of(null));
}
