using EgressPipeline.TestKit;
using EgressPipeline.Transport;

namespace EgressPipeline.Tests.Transport;

public sealed class LoopTurnTests
{
    [Fact]
    public async Task YieldAsync_ManyAtOnce_AllComplete_AgainAndAgain()
    {
        for (var round = 0; round < 20; round++)
            await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => LoopTurn.YieldAsync().AsTask())).Within();
    }

    [Fact]
    public void YieldAsync_DoesNotCompleteAtOnce()
    {
        // Synchronously complete would be no turn for anybody else; 1 of 20 may be beaten by the loop's other threads.
        var waits = Enumerable.Range(0, 20).Select(_ => LoopTurn.YieldAsync()).Count(static wait => !wait.IsCompleted);

        Assert.InRange(waits, 1, 20);
    }
}
