using EgressPipeline.Http.Http2;
using EgressPipeline.Http2;

namespace EgressPipeline.Tests.Http2;

public sealed class FloodGuardTests
{
    private static readonly Http2Options Options = new();

    private readonly FloodGuard _guard = new(Options);

    [Fact]
    public void Reset_UpToTheBound_IsTakenAndOneMoreIsNot()
    {
        for (var i = 0; i < Options.MaxResets; i++)
            Assert.Equal(Http2Violation.None, _guard.Reset());

        Assert.Equal(Http2Violation.ResetFlood, _guard.Reset());
    }

    [Fact]
    public void Reset_FirstHeartbeatComesBetween_CountsOn()
    {
        for (var i = 0; i < Options.MaxResets; i++)
            _guard.Reset();

        _guard.OnHeartbeat(12_345);

        Assert.Equal(Http2Violation.ResetFlood, _guard.Reset());
    }

    [Fact]
    public void Reset_PeriodIsOver_CountsAnew()
    {
        _guard.OnHeartbeat(1);
        for (var i = 0; i < Options.MaxResets; i++)
            _guard.Reset();

        _guard.OnHeartbeat(Options.FloodPeriod);
        Assert.Equal(Http2Violation.ResetFlood, _guard.Reset());
        _guard.OnHeartbeat(Options.FloodPeriod + 1);
        Assert.Equal(Http2Violation.None, _guard.Reset());
    }

    [Fact]
    public void Ping_PaidForByUsefulFrames_NeverFloods()
    {
        for (var i = 0; i < 10 * Options.MaxPings; i++)
        {
            Assert.Equal(Http2Violation.None, _guard.Ping());
            _guard.Useful();
        }
    }
}
