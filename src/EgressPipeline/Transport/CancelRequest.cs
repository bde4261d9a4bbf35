namespace EgressPipeline.Transport;

/// <summary>
/// A request to cancel one pending read or flush, asked for by any thread and taken once by the side that runs the
/// operation. Mutable: keep it in a field and never copy it.
/// </summary>
internal struct CancelRequest
{
    private int _requested;

    public readonly bool IsRequested => Volatile.Read(in _requested) != 0;

    public void Request() => Volatile.Write(ref _requested, 1);

    /// <summary>True once for each request.</summary>
    public bool TryTake() => IsRequested && Interlocked.Exchange(ref _requested, 0) != 0;
}
