using System.IO.Pipelines;
using EgressPipeline.Listening;
using Microsoft.Extensions.Time.Testing;

namespace EgressPipeline.Tests.Listening;

public sealed class ReadDeadlineTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly Heartbeat _heartbeat;
    private readonly Pipe _pipe = new(new PipeOptions(readerScheduler: PipeScheduler.Inline));

    public ReadDeadlineTests() => _heartbeat = new Heartbeat(_time);

    public void Dispose() => _heartbeat.Dispose();

    [Fact]
    public async Task Arm_TimeIsUp_CancelsTheRead()
    {
        var deadline = new ReadDeadline(_heartbeat, _pipe.Reader);
        deadline.Arm(TimeSpan.FromSeconds(1));
        var reading = _pipe.Reader.ReadAsync();

        _time.Advance(TimeSpan.FromSeconds(0.95));
        Assert.False(reading.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.True((await reading).IsCanceled);
        Assert.False(deadline.Disarm());
        Assert.Equal(0, _heartbeat.Count);
    }

    [Fact]
    public void Disarm_InTime_NeverCancels_AndMayBeArmedAgain()
    {
        var deadline = new ReadDeadline(_heartbeat, _pipe.Reader);
        deadline.Arm(TimeSpan.FromSeconds(1));
        Assert.True(deadline.Disarm());
        var reading = _pipe.Reader.ReadAsync();
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.False(reading.IsCompleted);

        deadline.Arm(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.True(reading.IsCompleted);
    }
}
