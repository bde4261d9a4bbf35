using EgressPipeline.Listening;
using Microsoft.Extensions.Time.Testing;

namespace EgressPipeline.Tests.Listening;

public sealed class HeartbeatTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void OnHeartbeat_EveryInterval_TellsTheTime()
    {
        using var heartbeat = new Heartbeat(_time);
        var target = new Target();
        heartbeat.Register(target);

        for (var i = 0; i < 3; i++)
            _time.Advance(Heartbeat.Interval);

        Assert.Equal([100, 200, 300], target.Beats);
        Assert.Equal(300, heartbeat.NowMilliseconds);
    }

    [Fact]
    public void Register_Twice_IsOnce()
    {
        using var heartbeat = new Heartbeat(_time);
        var target = new Target();
        heartbeat.Register(target);
        heartbeat.Register(target);

        _time.Advance(Heartbeat.Interval);

        Assert.Single(target.Beats);
    }

    [Fact]
    public void Unregister_InAnyOrder_LeavesTheOthers()
    {
        using var heartbeat = new Heartbeat(_time);
        var targets = Enumerable.Range(0, 10_000).Select(_ => new Target()).ToArray();
        foreach (var target in targets)
            heartbeat.Register(target);
        for (var i = 0; i < targets.Length; i += 3)
            heartbeat.Unregister(targets[i]);
        heartbeat.Unregister(targets[0]);

        _time.Advance(Heartbeat.Interval);

        for (var i = 0; i < targets.Length; i++)
            Assert.Equal(i % 3 == 0 ? 0 : 1, targets[i].Beats.Count);
        Assert.Equal(targets.Count(t => t.Beats.Count == 1), heartbeat.Count);
    }

    [Fact]
    public void OnHeartbeat_TargetUnregistersItself_OthersStillBeat()
    {
        using var heartbeat = new Heartbeat(_time);
        var leaving = new Target();
        leaving.Action = () => heartbeat.Unregister(leaving);
        var staying = new Target();
        heartbeat.Register(leaving);
        heartbeat.Register(staying);

        _time.Advance(Heartbeat.Interval * 2);

        Assert.Single(leaving.Beats);
        Assert.Equal(2, staying.Beats.Count);
    }

    [Fact]
    public void OnHeartbeat_TargetThrows_IsReportedAndOthersStillBeat()
    {
        Exception? reported = null;
        using var heartbeat = new Heartbeat(_time, e => reported = e);
        heartbeat.Register(new Target { Action = () => throw new InvalidOperationException("bug") });
        var other = new Target();
        heartbeat.Register(other);

        _time.Advance(Heartbeat.Interval);

        Assert.Equal("bug", reported?.Message);
        Assert.Single(other.Beats);
    }

    [Fact]
    public void RegisterAndUnregister_SteadyState_AllocateNothing()
    {
        using var heartbeat = new Heartbeat(_time);
        var targets = Enumerable.Range(0, 100).Select(_ => new Target()).ToArray();
        RoundTrip(heartbeat, targets);
        var before = GC.GetAllocatedBytesForCurrentThread();

        RoundTrip(heartbeat, targets);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void RoundTrip(Heartbeat heartbeat, Target[] targets)
    {
        foreach (var target in targets)
            heartbeat.Register(target);
        foreach (var target in targets)
            heartbeat.Unregister(target);
    }

    private sealed class Target : IHeartbeatTarget
    {
        public List<long> Beats { get; } = [];

        public Action? Action { get; set; }

        public void OnHeartbeat(long nowMilliseconds)
        {
            Beats.Add(nowMilliseconds);
            Action?.Invoke();
        }
    }
}
