using EgressPipeline.Policy.Decisions;
using EgressPipeline.Telemetry.AccessLogs;
using EgressPipeline.Telemetry.Metrics;

namespace EgressPipeline.Telemetry;

/// <summary>
/// Writes one record per request or connection, without ever making the caller wait: a record that finds no room is dropped
/// and counted. Safe for concurrent use; 0 allocations per record in steady state.
/// </summary>
internal sealed class AccessLog : IDisposable
{
    /// <summary>Records that may wait for the writer.</summary>
    internal const int Capacity = 2048;

    private readonly IAccessFormat? _format;
    private readonly RecordRing _ring;
    private readonly AccessLogWriter? _writer;
    private readonly Counter _dropped;
    private readonly DenialLog? _denials;

    /// <param name="format">How records are printed; null = no log.</param>
    /// <param name="output">Where to; written by one thread, not disposed.</param>
    /// <param name="dropped">Counts records that were not written.</param>
    /// <param name="denials">Gets the records of refused calls too, also when no log is kept; null = nobody wants them.</param>
    public AccessLog(IAccessFormat? format, Stream output, Counter dropped, DenialLog? denials = null)
    {
        _denials = denials;
        _format = format;
        _dropped = dropped;
        _ring = new RecordRing(format is null ? 1 : Capacity);
        _writer = format is null ? null : new AccessLogWriter(_ring, Capacity, output, dropped);
    }

    /// <summary>No log: <see cref="IsEnabled"/> is false.</summary>
    public static AccessLog Off { get; } = new(null, Stream.Null, new Counter(LabelSet.Empty));

    /// <summary>False when no log is kept; then only records of refused calls are wanted.</summary>
    public bool IsEnabled => _format is not null;

    /// <summary>Formats the record on the calling thread; its spans are not used after the return.</summary>
    public void Write(in AccessRecord record)
    {
        if (_denials is not null && record.Decision is not (DecisionReason.Allowed or DecisionReason.AllowedUnregistered))
            _denials.Add(record);
        if (_format is null || Claim(out var ticket) is not { } line)
            return;
        try
        {
            _format.Write(line, record);
        }
        finally
        {
            Publish(ticket);
        }
    }

    /// <summary>The same for a DNS question. Refused ones are not kept with the denials: no call was made.</summary>
    public void Write(in DnsAccessRecord record)
    {
        if (_format is null || Claim(out var ticket) is not { } line)
            return;
        try
        {
            _format.Write(line, record);
        }
        finally
        {
            Publish(ticket);
        }
    }

    /// <summary>Writes what waits and ends the writer.</summary>
    public void Dispose() => _writer?.Dispose();

    /// <summary>A line to fill, or null (counted) when the writer does not keep up.</summary>
    private LogLine? Claim(out long ticket)
    {
        var line = _ring.TryClaim(out ticket);
        if (line is null)
            _dropped.Increment();
        return line;
    }

    /// <summary>Whatever became of the line: a claimed cell that is never published would stop the log for good.</summary>
    private void Publish(long ticket)
    {
        _ring.Publish(ticket);
        _writer!.Notify();
    }
}
