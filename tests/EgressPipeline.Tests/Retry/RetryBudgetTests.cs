using EgressPipeline.Policy.Plan;
using EgressPipeline.Retry;
using EgressPipeline.Tests.Upstream;

namespace EgressPipeline.Tests.Retry;

public sealed class RetryBudgetTests : IDisposable
{
    private readonly UpstreamRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(50.0, 2, 0, 2)]
    [InlineData(50.0, 2, 4, 2)]
    [InlineData(50.0, 2, 5, 2)]
    [InlineData(50.0, 2, 6, 3)]
    [InlineData(0.0, 0, 100, 0)]
    [InlineData(12.5, 0, 16, 2)]
    public void TryBegin_PercentAndMinimum_AreTheBound(double percent, int minimum, int active, int expected) =>
        Assert.Equal(expected, Retries(new ConnectionPoolPlan { MaxRetries = 50, RetryBudget = new(percent, minimum, TimeSpan.Zero) }, active));

    [Fact]
    public void TryBegin_WithoutBudget_MaxRetriesIsTheBound() => Assert.Equal(7, Retries(new ConnectionPoolPlan { MaxRetries = 7 }, 100));

    [Fact]
    public void TryBegin_NothingIsWritten_AFifthAndAlwaysThree()
    {
        Assert.Equal(3, Retries(new ConnectionPoolPlan(), 0));
        Assert.Equal(20, Retries(new ConnectionPoolPlan(), 100));
    }

    /// <summary>How many retries are let in at once.</summary>
    private int Retries(ConnectionPoolPlan pool, int active)
    {
        var cluster = _rig.Cluster(UpstreamRig.Plan([UpstreamRig.Endpoint("127.0.0.1", 80)], pool: pool));
        for (var i = 0; i < active; i++)
            Assert.True(cluster.TryAdmit());
        var budget = new RetryBudget(cluster);
        while (budget.TryBegin()) ;
        var outstanding = budget.Outstanding;
        if (outstanding > 0)
        {
            budget.End();
            Assert.True(budget.TryBegin());
        }
        return outstanding;
    }
}
