using System.Text.Json;
using EgressPipeline.Telemetry;
using EgressPipeline.Telemetry.AccessLogs;
using EgressPipeline.Telemetry.Metrics;

namespace EgressPipeline.Tests.Telemetry;

public sealed class AccessLogTests
{
    private readonly HeldStream _output = new();
    private readonly Counter _dropped = new(LabelSet.Empty);

    [Fact]
    public void Write_ThenDispose_EveryRecordIsThere()
    {
        using (var log = NewLog())
            for (var i = 0; i < 500; i++)
                log.Write(Records.Full());

        var lines = _output.Text.TrimEnd('\n').Split('\n');
        Assert.Equal(500, lines.Length);
        Assert.All(lines, line => JsonDocument.Parse(line).Dispose());
        Assert.Equal(0, _dropped.Value);
        Assert.True(_output.Writes < 100, $"{_output.Writes} writes for 500 records");
    }

    [Fact]
    public void Write_OneRecord_IsWrittenWithoutFurtherOnes()
    {
        using var log = NewLog();
        log.Write(Records.Full());
        Assert.True(_output.Entered.Wait(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void Write_BlockedOutput_DropsAndCountsInsteadOfWaiting()
    {
        _output.Hold();
        var log = NewLog();
        log.Write(Records.Full());
        Assert.True(_output.Entered.Wait(TimeSpan.FromSeconds(20)));
        for (var i = 0; i < AccessLog.Capacity + 100; i++)
            log.Write(Records.Full());
        Assert.Equal(100, _dropped.Value);

        _output.Release();
        log.Dispose();
        Assert.Equal(AccessLog.Capacity + 1, _output.Text.Count(c => c == '\n'));
    }

    [Fact]
    public void Write_BrokenOutput_CountsAndGoesOn()
    {
        _output.Failure = new IOException("broken pipe");
        using (var log = NewLog())
            for (var i = 0; i < 50; i++)
                log.Write(Records.Full());
        Assert.Equal(50, _dropped.Value);
    }

    [Fact]
    public void Write_ManyThreads_NoRecordIsTornOrLost()
    {
        using (var log = NewLog())
            Parallel.For(0, 8, worker =>
            {
                for (var i = 0; i < 200; i++)
                    log.Write(worker % 2 == 0 ? Records.Full() : Records.Relay());
            });

        var lines = _output.Text.TrimEnd('\n').Split('\n');
        Assert.Equal(1_600, lines.Length + _dropped.Value);
        Assert.All(lines, line => JsonDocument.Parse(line).Dispose());
    }

    [Fact]
    public void Write_SteadyState_AllocatesNothing()
    {
        using var log = NewLog();
        // Every cell of the ring makes its buffer once.
        WriteUntilTaken(log, AccessLog.Capacity * 2);
        var before = GC.GetAllocatedBytesForCurrentThread();
        WriteUntilTaken(log, AccessLog.Capacity);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Off_IsDisabled_AndStartsNoThread()
    {
        Assert.False(AccessLog.Off.IsEnabled);
        AccessLog.Off.Write(Records.Full());
        AccessLog.Off.Dispose();
        Assert.True(NewLog().IsEnabled);
    }

    private AccessLog NewLog() => new(new JsonFormat(redactQuery: false), _output, _dropped);

    // A refused record is tried again, so that the count of claimed cells is exact.
    private void WriteUntilTaken(AccessLog log, int records)
    {
        var taken = 0;
        while (taken < records)
        {
            var dropped = _dropped.Value;
            log.Write(Records.Full());
            if (_dropped.Value == dropped)
                taken++;
            else
                Thread.Yield();
        }
    }
}
