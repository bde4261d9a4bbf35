using EgressPipeline.Faults;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Telemetry;
using Microsoft.Extensions.Time.Testing;

namespace EgressPipeline.Tests.Faults;

public sealed class FaultInjectorTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly EgressMetrics _metrics = new(new WorkloadLabels());

    public void Dispose() => _metrics.Dispose();

    private FaultInjector Injector(int maxDelayed = 100) => new(_time, _metrics, new Random(20), maxDelayed);

    private static FaultPlan Delay(int seconds, int perMillion = Share.Whole) => new(new FaultDelayPlan(TimeSpan.FromSeconds(seconds), perMillion), null);

    private static FaultPlan Abort(double percent) => new(null, new FaultAbortPlan(503, IsGrpc: false, Share.OfPercent(percent)));

    [Theory]
    [InlineData(0.1)]
    [InlineData(1)]
    [InlineData(12.5)]
    [InlineData(50)]
    [InlineData(99)]
    public async Task InjectAsync_Percentage_IsTheShareOfTheCalls(double percent)
    {
        const int calls = 100_000;
        var injector = Injector();
        var aborted = 0;
        for (var i = 0; i < calls; i++)
            aborted += (await injector.InjectAsync(Abort(percent), TestContext.Current.CancellationToken)).Abort is null ? 0 : 1;

        ChiSquare.AssertFits([aborted, calls - aborted], [percent / 100, 1 - percent / 100]);
        Assert.Equal(aborted, _metrics.FaultsInjected[FaultKind.Abort].Value);
    }

    [Fact]
    public async Task InjectAsync_DelayAndAbort_AreDrawnIndependently()
    {
        var fault = new FaultPlan(new FaultDelayPlan(TimeSpan.Zero, Share.OfPercent(30)), new FaultAbortPlan(500, IsGrpc: false, Share.OfPercent(40)));
        var injector = Injector();
        var counts = new int[4];
        for (var i = 0; i < 50_000; i++)
        {
            var injected = await injector.InjectAsync(fault, TestContext.Current.CancellationToken);
            counts[(injected.Waited is null ? 0 : 2) + (injected.Abort is null ? 0 : 1)]++;
        }

        ChiSquare.AssertFits(counts, [0.7 * 0.6, 0.7 * 0.4, 0.3 * 0.6, 0.3 * 0.4]);
    }

    [Fact]
    public async Task InjectAsync_Always_IsWithoutDrawing()
    {
        var injected = await Injector().InjectAsync(Abort(100), TestContext.Current.CancellationToken);

        Assert.Equal(503, injected.Abort!.Status);
        Assert.Null(injected.Waited);
    }

    [Fact]
    public async Task InjectAsync_Delay_LastsAsLongAsThePolicySays()
    {
        var waiting = Injector().InjectAsync(Delay(5), TestContext.Current.CancellationToken).AsTask();
        _time.Advance(TimeSpan.FromSeconds(4.999));
        Assert.False(waiting.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(0.001));

        Assert.Equal(TimeSpan.FromSeconds(5), (await waiting).Waited);
        Assert.Equal(1, _metrics.FaultsInjected[FaultKind.Delay].Value);
    }

    [Fact]
    public async Task InjectAsync_DelayThenAbort_AbortsAfterTheDelay()
    {
        var waiting = Injector().InjectAsync(Delay(2) with { Abort = Abort(100).Abort }, TestContext.Current.CancellationToken).AsTask();
        Assert.False(waiting.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.NotNull((await waiting).Abort);
    }

    [Fact]
    public async Task InjectAsync_CallThatEndsMeanwhile_WaitsNoLongerAndIsNotAborted()
    {
        using var gone = new CancellationTokenSource();
        var waiting = Injector().InjectAsync(Delay(3600) with { Abort = Abort(100).Abort }, gone.Token).AsTask();
        _time.Advance(TimeSpan.FromSeconds(1));

        await gone.CancelAsync();

        Assert.Equal(new InjectedFault(TimeSpan.FromSeconds(1), null), await waiting);
    }

    [Fact]
    public async Task InjectAsync_MoreThanTheBound_GoOnUndelayedAndAreCounted()
    {
        var injector = Injector(maxDelayed: 2);
        var waiting = Enumerable.Range(0, 2).Select(_ => injector.InjectAsync(Delay(1), TestContext.Current.CancellationToken).AsTask()).ToArray();

        Assert.Null((await injector.InjectAsync(Delay(1), TestContext.Current.CancellationToken)).Waited);
        Assert.Equal(1, _metrics.LimitsHit[LimitKind.DelayedCalls].Value);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.All(await Task.WhenAll(waiting), injected => Assert.NotNull(injected.Waited));
        Assert.False(injector.InjectAsync(Delay(1), TestContext.Current.CancellationToken).AsTask().IsCompleted); // there is room again
    }

    [Fact]
    public void InjectAsync_DelayBeyondWhatTimersTake_Waits() =>
        Assert.False(Injector().InjectAsync(new FaultPlan(new FaultDelayPlan(TimeSpan.FromDays(1000), Share.Whole), null), TestContext.Current.CancellationToken).AsTask().IsCompleted);
}
