using EgressPipeline.Listening;
using EgressPipeline.Tests.Transport;
using Microsoft.AspNetCore.Connections;

namespace EgressPipeline.Tests.Listening;

public sealed class ConnectionLimitTests
{
    [Fact]
    public async Task Wrap_OneAboveTheBound_IsAbortedAndCounted_AndALaterOneIsServed()
    {
        var rejected = 0;
        var limit = new ConnectionLimit(1, () => rejected++);
        var release = new TaskCompletionSource();
        var serve = limit.Wrap(_ => release.Task);
        await using var first = await SocketPair.ConnectAsync();
        await using var second = await SocketPair.ConnectAsync();

        var serving = serve(first.Connection);
        await serve(second.Connection);

        Assert.False(serving.IsCompleted);
        Assert.True(second.Connection.IsAborted);
        Assert.Equal(1, rejected);
        Assert.Equal(1, limit.Current);
        release.SetResult();
        await serving;
        Assert.Equal(0, limit.Current);
    }

    [Fact]
    public async Task Wrap_WithWordsForOneTooMany_SaysThemAndCounts()
    {
        var rejected = 0;
        var turnedAway = new List<ConnectionContext>();
        var limit = new ConnectionLimit(0, () => rejected++);
        var serve = limit.Wrap(_ => throw new InvalidOperationException("must not be served"), connection =>
        {
            turnedAway.Add(connection);
            return Task.CompletedTask;
        });
        await using var pair = await SocketPair.ConnectAsync();

        await serve(pair.Connection);

        Assert.Same(pair.Connection, Assert.Single(turnedAway));
        Assert.False(pair.Connection.IsAborted);
        Assert.Equal((1, 0), (rejected, limit.Current));
    }

    [Fact]
    public async Task Wrap_HandlerFails_GivesItsPlaceBack()
    {
        var limit = new ConnectionLimit(1, static () => { });
        ConnectionDelegate serve = limit.Wrap(_ => throw new InvalidOperationException());
        await using var pair = await SocketPair.ConnectAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => serve(pair.Connection));

        Assert.Equal(0, limit.Current);
    }
}
