using EgressPipeline.Telemetry.Metrics;

namespace EgressPipeline.Telemetry.AccessLogs;

/// <summary>
/// The one thread that writes records out, many at a time. It sleeps until a record comes, and while records keep coming it
/// wakes per batch, so that connections pay no system call per record. A thread of its own because standard output may block.
/// </summary>
internal sealed class AccessLogWriter : IDisposable
{
    private const int Never = int.MaxValue;
    private const int BatchBytes = 64 * 1024;

    private static readonly TimeSpan BatchInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);

    private readonly RecordRing _ring;
    private readonly Stream _output;
    private readonly Counter _dropped;
    private readonly AutoResetEvent _wake = new(false);
    private readonly Thread _thread;
    private readonly byte[] _batch = new byte[BatchBytes];
    private int _batchLength;
    private int _batchRecords;

    // How many records must wait before a connection wakes the writer: 1 while it sleeps, half a ring between batches.
    private int _wakeAt = Never;
    private volatile bool _stopping;

    public AccessLogWriter(RecordRing ring, int capacity, Stream output, Counter dropped)
    {
        _ring = ring;
        _output = output;
        _dropped = dropped;
        _thread = new Thread(() => Run(capacity / 2)) { IsBackground = true, Name = "access log" };
        _thread.Start();
    }

    /// <summary>Called by connections after each published record.</summary>
    public void Notify()
    {
        if (_ring.Pending >= Volatile.Read(ref _wakeAt) && Interlocked.Exchange(ref _wakeAt, Never) != Never)
            _wake.Set();
    }

    /// <summary>Writes what waits and ends the thread; gives up on an output that stays blocked.</summary>
    public void Dispose()
    {
        _stopping = true;
        _wake.Set();
        if (_thread.Join(StopPatience))
            _wake.Dispose();
    }

    private void Run(int halfFull)
    {
        while (true)
        {
            // Read before draining: what was published before the stop is still written.
            var last = _stopping;
            var wrote = Drain();
            if (last)
                return;
            Sleep(wrote ? halfFull : 1, wrote ? BatchInterval : Timeout.InfiniteTimeSpan);
        }
    }

    private void Sleep(int wakeAt, TimeSpan patience)
    {
        Interlocked.Exchange(ref _wakeAt, wakeAt);
        if (_ring.Pending < wakeAt)
            _wake.WaitOne(patience);
        Interlocked.Exchange(ref _wakeAt, Never);
    }

    private bool Drain()
    {
        var any = false;
        while (_ring.Peek() is { } line)
        {
            any = true;
            if (_batchLength + line.Length > BatchBytes)
                Flush();
            if (line.Length > BatchBytes)
                _dropped.Increment();
            else
                Take(line);
            _ring.Release();
        }
        Flush();
        return any;
    }

    private void Take(LogLine line)
    {
        line.Written.CopyTo(_batch.AsSpan(_batchLength));
        _batchLength += line.Length;
        _batchRecords++;
    }

    private void Flush()
    {
        if (_batchLength == 0)
            return;
        try
        {
            _output.Write(_batch, 0, _batchLength);
            _output.Flush();
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // Nobody reads the log any more. Calls go on; the counter says what is missing.
            _dropped.Add(_batchRecords);
        }
        _batchLength = 0;
        _batchRecords = 0;
    }
}
