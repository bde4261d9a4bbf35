namespace EgressPipeline.Telemetry.Metrics;

/// <summary>What is counted for the opaque connections of one destination and outcome.</summary>
internal sealed class TcpSlot(LabelSet labels)
{
    private long _opened;
    private long _closed;
    private long _sent;
    private long _received;

    public LabelSet Labels { get; } = labels;

    public long Opened => Volatile.Read(ref _opened);

    public long Closed => Volatile.Read(ref _closed);

    /// <summary>Bytes to the application, which Istio calls "sent" (during a response).</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>Bytes from the application, which Istio calls "received" (during a request).</summary>
    public long Received => Volatile.Read(ref _received);

    public void Open() => Interlocked.Increment(ref _opened);

    public void Close(long sent, long received)
    {
        Interlocked.Increment(ref _closed);
        Interlocked.Add(ref _sent, sent);
        Interlocked.Add(ref _received, received);
    }
}
