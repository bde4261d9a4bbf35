using System.Text;
using CredentialInjection.Injection;
using CredentialInjection.OAuth;
using CredentialInjection.Tests.Support;
using EgressPipeline.TestKit;
using EgressPipeline;
using Microsoft.Extensions.Time.Testing;

namespace CredentialInjection.Tests.OAuth;

public sealed class TokenSourceTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly CollectedLog _log = new();
    private readonly ScriptedEndpoint _endpoint = new();
    private readonly CancellationTokenSource _stopping = new();
    private RefreshOptions _options = new();
    private ClientCredentials? _client = new() { ClientId = "one", Secret = "hidden" };
    private readonly FilterCounter _granted = new();
    private readonly FilterCounter _failed = new();

    [Fact]
    public async Task Token_NotThere_IsFetchedOnceForAllWhoWait()
    {
        var source = Source();
        Assert.Null(source.TryGet());

        var waits = Enumerable.Range(0, 50).Select(_ => source.WaitAsync(default).AsTask()).ToArray();
        (await _endpoint.NextAsync()).Grant("t1", 3600);

        foreach (var wait in await Task.WhenAll(waits).Within())
            Assert.Equal("t1", Encoding.ASCII.GetString(wait.Credential!.Value));
        Assert.Equal("t1", Text(source.TryGet()));
        Assert.Equal((1, 1, 0), (_endpoint.Count, _granted.Value, _failed.Value));
    }

    [Fact]
    public async Task Token_NearItsEnd_IsReplacedWhileItIsStillUsed()
    {
        var source = await HeldAsync("t1", 3600); // 10 s less to be sure, refreshed 60 s before that

        _time.Advance(TimeSpan.FromSeconds(3529));
        Assert.Equal("t1", Text(source.TryGet()));
        Assert.Equal(1, _endpoint.Count);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("t1", Text(source.TryGet()));
        Assert.Equal("t1", Text(source.TryGet()));
        (await _endpoint.NextAsync()).Grant("t2", 3600);

        await Deadline.UntilAsync(() => Text(source.TryGet()) == "t2");
        Assert.Equal(2, _endpoint.Count);
    }

    [Fact]
    public async Task Token_AtItsEnd_IsNotUsedAnyMore()
    {
        var source = await HeldAsync("t1", 3600);
        _time.Advance(TimeSpan.FromSeconds(3590) - TimeSpan.FromTicks(1));
        Assert.Equal("t1", Text(source.TryGet()));
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Null(source.TryGet());
    }

    [Theory]
    [InlineData(1, 0.9)]
    [InlineData(20, 18)]
    [InlineData(100, 90)]
    [InlineData(1000, 990)]
    public async Task Token_OfAnyLifetime_EndsALittleEarly(double lifetime, double usable)
    {
        var source = await HeldAsync("t1", lifetime);
        _time.Advance(TimeSpan.FromSeconds(usable - 0.001));
        Assert.NotNull(source.TryGet());
        _time.Advance(TimeSpan.FromSeconds(0.002));
        Assert.Null(source.TryGet());
    }

    [Fact]
    public async Task Token_WithoutExpiry_IsUsedForTheAssumedLifetime()
    {
        _options = _options with { AssumedLifetime = TimeSpan.FromSeconds(50) };
        var source = await HeldAsync("t1", null);
        _time.Advance(TimeSpan.FromSeconds(44.9));
        Assert.NotNull(source.TryGet());
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Null(source.TryGet());
    }

    [Fact]
    public async Task Token_WhoseRefreshFails_IsUsedToItsEndWithPausesBetweenCalls()
    {
        var source = await HeldAsync("t1", 3600);
        _time.Advance(TimeSpan.FromSeconds(3530));
        Assert.NotNull(source.TryGet());
        (await _endpoint.NextAsync()).Fail();
        await Deadline.UntilAsync(() => _failed.Value == 1);

        Assert.NotNull(source.TryGet()); // in the pause of 1 s
        Assert.Equal(2, _endpoint.Count);
        _time.Advance(TimeSpan.FromSeconds(1.01));
        Assert.NotNull(source.TryGet());
        await _endpoint.NextAsync();
        Assert.Equal(3, _endpoint.Count);
    }

    [Fact]
    public async Task Failure_OfACall_RefusesAtOnceUntilThePauseIsOver()
    {
        var source = Source();
        var first = source.WaitAsync(default).AsTask();
        (await _endpoint.NextAsync()).Fail();
        Assert.Equal(Refusal.NoToken, (await first.Within()).Refusal);

        Assert.Equal(Refusal.NoToken, (await source.WaitAsync(default).AsTask().Within()).Refusal);
        Assert.Equal(1, _endpoint.Count);
        _time.Advance(TimeSpan.FromSeconds(1.01));
        var again = source.WaitAsync(default).AsTask();
        (await _endpoint.NextAsync()).Grant("t1", 60);

        Assert.Equal("t1", Text((await again.Within()).Credential));
        Assert.Contains(_log.Lines, line => line.Contains("status 500", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Failure_OfTheEndpointsCode_IsAFailureOfTheCall()
    {
        var source = Source();
        var wait = source.WaitAsync(default).AsTask();
        (await _endpoint.NextAsync()).Answer.SetException(new InvalidOperationException("hidden"));
        Assert.Equal(Refusal.NoToken, (await wait.Within()).Refusal);
        Assert.All(_log.Lines, line => Assert.DoesNotContain("hidden", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1, 0, 0, 0.8)]
    [InlineData(1, 0, 1, 1.2)]
    [InlineData(2, 0, 0.5, 2)]
    [InlineData(6, 0, 0.5, 32)]
    [InlineData(7, 0, 0.5, 60)]
    [InlineData(int.MaxValue, 0, 1, 72)]
    [InlineData(1, 20, 0.5, 20)]
    [InlineData(1, 299, 0.5, 299)]
    [InlineData(1, 301, 0.5, 300)]
    [InlineData(1, -5, 0.5, 1)]
    public void Pause_AfterFailures_IsDoubledAndBounded(int failures, double asked, double random, double expected) =>
        Assert.Equal(expected, FetchPause.After(failures, TimeSpan.FromSeconds(asked), new RefreshOptions(), random).TotalSeconds, 6);

    [Fact]
    public async Task Wait_LongerThanItsBound_Ends()
    {
        var source = Source();
        var wait = source.WaitAsync(default).AsTask();
        await _endpoint.NextAsync();
        _time.Advance(_options.MaxWait);
        Assert.Equal(Refusal.TokenLate, (await wait.Within()).Refusal);
    }

    [Fact]
    public async Task Wait_OfMoreThanItsBound_RefusesTheOneTooMany()
    {
        _options = _options with { MaxWaiting = 2 };
        var source = Source();
        var first = source.WaitAsync(default).AsTask();
        var second = source.WaitAsync(default).AsTask();

        Assert.Equal(Refusal.TooManyWaiting, (await source.WaitAsync(default).AsTask().Within()).Refusal);

        (await _endpoint.NextAsync()).Grant("t1", 60);
        Assert.NotNull((await first.Within()).Credential);
        Assert.NotNull((await second.Within()).Credential);
    }

    [Fact]
    public async Task Wait_OfACallerWhoLeaves_DoesNotEndTheCall()
    {
        var source = Source();
        using var leaving = new CancellationTokenSource();
        var leaver = source.WaitAsync(leaving.Token).AsTask();
        var stayer = source.WaitAsync(default).AsTask();
        var call = await _endpoint.NextAsync();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaver.Within());

        call.Grant("t1", 60);

        Assert.Equal("t1", Text((await stayer.Within()).Credential));
    }

    [Fact]
    public async Task Client_Changed_GetsATokenOfItsOwn()
    {
        var source = await HeldAsync("t1", 3600);
        _client = new ClientCredentials { ClientId = "two", Secret = "hidden" };
        Assert.Null(source.TryGet());

        var wait = source.WaitAsync(default).AsTask();
        var call = await _endpoint.NextAsync();
        Assert.Equal("two", call.Client.ClientId);
        call.Grant("t2", 60);

        Assert.Equal("t2", Text((await wait.Within()).Credential));
    }

    [Fact]
    public async Task Client_ChangedWhileACallIsUnderWay_IsNotGivenTheOldClientsToken()
    {
        var source = Source();
        var wait = source.WaitAsync(default).AsTask();
        var old = await _endpoint.NextAsync();
        _client = new ClientCredentials { ClientId = "two", Secret = "hidden" };
        old.Grant("t1", 3600);
        (await _endpoint.NextAsync()).Grant("t2", 3600);
        Assert.Equal("t2", Text((await wait.Within()).Credential));
    }

    [Fact]
    public async Task Client_ChangedAfterAFailure_DoesNotWaitForThePause()
    {
        var source = Source();
        var failed = source.WaitAsync(default).AsTask();
        (await _endpoint.NextAsync()).Fail("status 401, invalid_client");
        await failed.Within();
        _client = new ClientCredentials { ClientId = "one", Secret = "repaired" };

        var wait = source.WaitAsync(default).AsTask();
        (await _endpoint.NextAsync()).Grant("t1", 60);

        Assert.NotNull((await wait.Within()).Credential);
    }

    [Fact]
    public async Task Client_Missing_EndsTheUseOfItsToken()
    {
        var source = await HeldAsync("t1", 3600);
        _client = null;
        Assert.Null(source.TryGet());
        Assert.Equal(Refusal.NoSecret, (await source.WaitAsync(default).AsTask().Within()).Refusal);
    }

    [Fact]
    public async Task Token_RefusedByTheService_IsReplacedWhenItIsNotFresh()
    {
        var source = await HeldAsync("t1", 3600);
        var sent = source.TryGet()!;
        source.Reject(sent);
        source.TryGet();
        Assert.Equal(1, _endpoint.Count);

        _time.Advance(_options.MinAge);
        source.Reject(new Credential(sent.Value)); // another token's refusal
        source.TryGet();
        Assert.Equal(1, _endpoint.Count);
        source.Reject(sent);
        Assert.Equal("t1", Text(source.TryGet())); // until the new one is there
        (await _endpoint.NextAsync()).Grant("t2", 3600);

        await Deadline.UntilAsync(() => Text(source.TryGet()) == "t2");
    }

    [Fact]
    public async Task Call_UnderWayAtTheEnd_IsCancelled()
    {
        var source = Source();
        var wait = source.WaitAsync(default).AsTask();
        await _endpoint.NextAsync();
        await _stopping.CancelAsync();
        Assert.Equal(Refusal.NoToken, (await wait.Within()).Refusal);
    }

    [Fact]
    public async Task Token_Held_CostsNoAllocation()
    {
        var source = await HeldAsync("t1", 3600);
        var least = long.MaxValue;
        for (var round = 0; round < 20; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1000; i++)
                source.TryGet();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, least);
    }

    [Fact]
    public void Outcomes_AsText_ShowNoSecret()
    {
        var secret = new Credential("hidden"u8.ToArray());
        Assert.DoesNotContain("hidden", secret.ToString() + TokenWait.Good(secret).ToString() + TokenFetch.Good(new AccessToken { Credential = secret, Lifetime = null }) + _client, StringComparison.Ordinal);
        Assert.Equal("HeldToken", new HeldToken(_client!, secret) { FetchedAt = 0, RefreshAt = 0, ExpiresAt = 0 }.ToString());
    }

    private TokenSource Source() => new(() => _client, _endpoint, _options,
        new TokenServices(_time, () => 0, _log, _granted, _failed, _stopping.Token));

    private async Task<TokenSource> HeldAsync(string token, double? seconds)
    {
        var source = Source();
        var wait = source.WaitAsync(default).AsTask();
        (await _endpoint.NextAsync()).Grant(token, seconds);
        await wait.Within();
        return source;
    }

    private static string? Text(Credential? credential) => credential is null ? null : Encoding.ASCII.GetString(credential.Value);
}
