using EgressPipeline.Authentication;
using EgressPipeline.Telemetry;
using EgressPipeline.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace EgressPipeline.Tests.Authentication;

public sealed class RemoteKeysTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly EgressMetrics _metrics = new(new WorkloadLabels());
    private readonly AuthenticationServices _services;
    private readonly TestIssuer _first = TestIssuer.Ec("first");
    private readonly TestIssuer _second = TestIssuer.Ec("second");
    private Func<Task<KeyFetch>> _answer;
    private int _fetches;

    public RemoteKeysTests()
    {
        _services = new AuthenticationServices(_clock, NullLogger.Instance, _metrics.Registry, CancellationToken.None);
        _answer = () => Task.FromResult(Fetched(_first));
        Keys = new RemoteKeys(new KeyPlace("https://id.example.com/keys", false, TimeSpan.FromSeconds(2)), _services, _ =>
        {
            Interlocked.Increment(ref _fetches);
            return _answer();
        });
    }

    private RemoteKeys Keys { get; }

    [Fact]
    public async Task Keys_AreFetchedWhenTheyAreFirstAskedFor_AndKept()
    {
        Assert.Null(Keys.Current);
        Assert.Equal(0, _fetches);
        var keys = await Keys.AskAsync(CancellationToken.None);
        Assert.Same(keys, Keys.Current);
        Assert.Equal((1, 1L, 0L), (_fetches, _services.Fetches[KeyFetchResult.Ok].Value, _services.Fetches[KeyFetchResult.Failed].Value));
    }

    [Fact]
    public async Task Askers_DuringACall_WaitForThatOne()
    {
        var call = Hold();
        var waiting = Enumerable.Range(0, 50).Select(_ => Keys.AskAsync(CancellationToken.None).AsTask()).ToArray();
        call.SetResult(Fetched(_first));
        var keys = await Task.WhenAll(waiting);
        Assert.All(keys, one => Assert.Same(Keys.Current, one));
        Assert.Equal(1, _fetches);
    }

    [Fact]
    public async Task OtherKeys_AreFoundAfterThePause_AndNotBefore()
    {
        var before = await Keys.AskAsync(CancellationToken.None);
        _answer = () => Task.FromResult(Fetched(_first, _second));
        Assert.False(Keys.MayHaveOthers);
        Assert.Same(before, await Keys.AskAsync(CancellationToken.None));

        _clock.Advance(RemoteKeys.MinPause);

        Assert.True(Keys.MayHaveOthers);
        Assert.Equal(2, (await Keys.AskAsync(CancellationToken.None))!.For(null).Count());
        Assert.Equal(2, _fetches);
    }

    [Fact]
    public async Task TheSameKeys_AreTheSameObject()
    {
        var before = await Keys.AskAsync(CancellationToken.None);
        _clock.Advance(RemoteKeys.MinPause);
        Assert.Same(before, await Keys.AskAsync(CancellationToken.None));
        Assert.Equal(2, _fetches);
    }

    [Fact]
    public async Task Keys_OfSomeAge_AreFetchedAgainWhileTheyAreUsed()
    {
        var before = await Keys.AskAsync(CancellationToken.None);
        _answer = () => Task.FromResult(Fetched(_second));
        _clock.Advance(RemoteKeys.RefreshAge - TimeSpan.FromTicks(1));
        Assert.Same(before, Keys.Current);
        Assert.Equal(1, _fetches);
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Same(before, Keys.Current); // nobody waits for it
        await Deadline.UntilAsync(() => Keys.Current != before, "the other keys");
        Assert.Equal(2, _fetches);
    }

    [Fact]
    public async Task Keys_ThatCannotBeHadAnew_AreUsedForAnHourAndNoLonger()
    {
        await Keys.AskAsync(CancellationToken.None);
        _answer = () => Task.FromResult(KeyFetch.Bad("down"));
        _clock.Advance(RemoteKeys.MaxAge - TimeSpan.FromTicks(1));
        Assert.NotNull(Keys.Current);
        await Deadline.UntilAsync(() => _services.Fetches[KeyFetchResult.Failed].Value == 1, "a failed call");
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Null(Keys.Current);
        Assert.Null(await Keys.AskAsync(CancellationToken.None));
    }

    [Fact]
    public async Task FailedCalls_AreRepeatedAfterLongerAndLongerPauses()
    {
        _answer = () => Task.FromResult(KeyFetch.Bad("down"));
        foreach (var pause in new[] { 1, 2, 4, 8, 16, 30, 30 })
        {
            var before = _fetches;
            Assert.Null(await Keys.AskAsync(CancellationToken.None));
            Assert.Equal(before + 1, _fetches);
            _clock.Advance(TimeSpan.FromSeconds(pause) - TimeSpan.FromTicks(1));
            Assert.Null(await Keys.AskAsync(CancellationToken.None));
            Assert.Equal(before + 1, _fetches);
            _clock.Advance(TimeSpan.FromTicks(1));
        }
        _answer = () => Task.FromResult(Fetched(_first));
        Assert.NotNull(await Keys.AskAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Call_ThatThrows_IsAFailedOne()
    {
        _answer = () => throw new InvalidOperationException();
        Assert.Null(await Keys.AskAsync(CancellationToken.None));
        Assert.Equal(1, _services.Fetches[KeyFetchResult.Failed].Value);
    }

    [Fact]
    public async Task Asker_OfASlowCall_WaitsForItsTimeAndGetsNone()
    {
        var call = Hold();
        var waiting = Keys.AskAsync(CancellationToken.None).AsTask();
        await _clock.TimerAsync(TimeSpan.FromSeconds(2));
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(await waiting);
        call.SetResult(Fetched(_first));
        await Deadline.UntilAsync(() => Keys.Current is not null, "the late keys");
    }

    [Fact]
    public async Task Askers_BeyondTheBound_DoNotWait()
    {
        var call = Hold();
        var waiting = Enumerable.Range(0, RemoteKeys.MaxWaiting).Select(_ => Keys.AskAsync(CancellationToken.None).AsTask()).ToArray();
        Assert.Null(await Keys.AskAsync(CancellationToken.None));
        Assert.DoesNotContain(waiting, one => one.IsCompleted);
        call.SetResult(Fetched(_first));
        Assert.DoesNotContain(null, await Task.WhenAll(waiting));
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _first.Dispose();
        _second.Dispose();
    }

    private TaskCompletionSource<KeyFetch> Hold()
    {
        var call = new TaskCompletionSource<KeyFetch>(TaskCreationOptions.RunContinuationsAsynchronously);
        _answer = () => call.Task;
        return call;
    }

    private static KeyFetch Fetched(params TestIssuer[] issuers) => new(KeySet.TryParse(TestIssuer.KeySet(issuers), out var keys) ? keys : null, null);
}
