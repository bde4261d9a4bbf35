namespace EgressPipeline.Relay;

/// <summary>The bytes of one relay while it runs, readable from any thread.</summary>
internal sealed class RelayCounters
{
    private long _sent;
    private long _received;

    /// <summary>Bytes from the client that the upstream side took.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>Bytes from the upstream that the client side took.</summary>
    public long Received => Volatile.Read(ref _received);

    // Each direction has one writer: no interlocked operation is needed.
    internal void AddSent(long bytes) => Volatile.Write(ref _sent, _sent + bytes);

    internal void AddReceived(long bytes) => Volatile.Write(ref _received, _received + bytes);
}
