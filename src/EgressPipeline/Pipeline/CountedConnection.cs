using EgressPipeline.Telemetry;

namespace EgressPipeline.Pipeline;

/// <summary>Counts one accepted connection for as long as it is served.</summary>
internal readonly struct CountedConnection : IDisposable
{
    private readonly EgressMetrics _metrics;
    private readonly ListenerKind _listener;

    public CountedConnection(EgressMetrics metrics, ListenerKind listener)
    {
        _metrics = metrics;
        _listener = listener;
        metrics.Connections[listener].Increment();
        metrics.ActiveConnections[listener].Increment();
    }

    public void Dispose() => _metrics.ActiveConnections[_listener].Decrement();
}
