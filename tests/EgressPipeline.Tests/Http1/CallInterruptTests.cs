using EgressPipeline.Http1;
using Microsoft.Extensions.Time.Testing;

namespace EgressPipeline.Tests.Http1;

public sealed class CallInterruptTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Fire_Twice_KeepsTheFirstReason()
    {
        using var interrupt = Begun();
        interrupt.Fire(EgressErrorReason.Timeout);
        interrupt.Fire(EgressErrorReason.ClientClosed);
        Assert.Equal(EgressErrorReason.Timeout, interrupt.Reason);
        Assert.True(interrupt.Token.IsCancellationRequested);
    }

    [Fact]
    public void Arm_TimePasses_FiresItsReason()
    {
        using var interrupt = Begun();
        interrupt.Arm(TimeSpan.FromMilliseconds(50), EgressErrorReason.PerTryTimeout);
        _time.Advance(TimeSpan.FromMilliseconds(49));
        Assert.Equal(EgressErrorReason.None, interrupt.Reason);
        _time.Advance(TimeSpan.FromMilliseconds(2));
        Assert.Equal(EgressErrorReason.PerTryTimeout, interrupt.Reason);
    }

    [Fact]
    public void Disarm_BeforeItsTime_NeverFires()
    {
        using var interrupt = Begun();
        interrupt.Arm(TimeSpan.FromMilliseconds(50), EgressErrorReason.Timeout);
        interrupt.Disarm();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(EgressErrorReason.None, interrupt.Reason);
    }

    [Fact]
    public void Begin_AfterAnInterrupt_StartsWithACleanToken()
    {
        using var interrupt = Begun();
        interrupt.Fire(EgressErrorReason.PerTryTimeout);
        interrupt.Begin();
        Assert.Equal(EgressErrorReason.None, interrupt.Reason);
        Assert.False(interrupt.Token.IsCancellationRequested);
    }

    [Fact]
    public void Fire_ContinuationOnTheSameThreadAsksForTheReason_DoesNotWaitForItself()
    {
        using var interrupt = Begun();
        var seen = EgressErrorReason.None;
        using var registration = interrupt.Token.Register(() => seen = interrupt.Reason);
        interrupt.Fire(EgressErrorReason.Timeout);
        Assert.Equal(EgressErrorReason.Timeout, seen);
    }

    private CallInterrupt Begun()
    {
        var interrupt = new CallInterrupt(_time);
        interrupt.Begin();
        return interrupt;
    }
}
