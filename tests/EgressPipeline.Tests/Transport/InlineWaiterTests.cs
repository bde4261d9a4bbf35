using EgressPipeline.Transport;

namespace EgressPipeline.Tests.Transport;

public sealed class InlineWaiterTests
{
    [Fact]
    public void OnCompleted_AfterTheSignal_RunsOnTheCallersThread()
    {
        var waiter = new InlineWaiter();
        waiter.Reset();
        waiter.Signal();
        var thread = 0;

        waiter.OnCompleted(_ => thread = Environment.CurrentManagedThreadId, null, waiter.Version);

        Assert.Equal(Environment.CurrentManagedThreadId, thread);
    }

    [Fact]
    public void Signal_AfterOnCompleted_RunsOnTheSignallersThreadOnce()
    {
        var waiter = new InlineWaiter();
        waiter.Reset();
        var calls = 0;
        waiter.OnCompleted(state => calls += (int)state!, 1, waiter.Version);

        waiter.Signal();

        Assert.Equal(1, calls);
    }

    [Fact]
    public void GetStatus_OfAnEarlierWait_Throws()
    {
        var waiter = new InlineWaiter();
        waiter.Reset();
        var stale = waiter.Version;
        waiter.Reset();

        Assert.Throws<InvalidOperationException>(() => waiter.GetStatus(stale));
    }
}
