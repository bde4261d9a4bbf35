using Microsoft.AspNetCore.Connections;

namespace EgressPipeline.Telemetry;

/// <summary>Counts the connections of a listener, and those open now.</summary>
internal static class CountedConnections
{
    /// <summary>The handler with its connections counted; those that it turns away count as accepted, too.</summary>
    public static ConnectionDelegate Of(EgressMetrics metrics, ListenerKind listener, ConnectionDelegate next)
    {
        var accepted = metrics.Connections[listener];
        var active = metrics.ActiveConnections[listener];
        return ServeAsync;

        async Task ServeAsync(ConnectionContext connection)
        {
            accepted.Increment();
            active.Increment();
            try
            {
                await next(connection);
            }
            finally
            {
                active.Decrement();
            }
        }
    }
}
