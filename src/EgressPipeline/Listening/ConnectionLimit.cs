using Microsoft.AspNetCore.Connections;

namespace EgressPipeline.Listening;

/// <summary>
/// Bounds the connections served at once. One above the bound is accepted and closed right away: left in the backlog
/// it would wait without an answer, and the descriptor table would be the only bound left.
/// </summary>
internal sealed class ConnectionLimit(int maxConnections, Action rejected)
{
    private int _current;

    /// <summary>Connections being served now.</summary>
    public int Current => Volatile.Read(ref _current);

    /// <summary>The connection middleware: several listeners may share one limit.</summary>
    public ConnectionDelegate Wrap(ConnectionDelegate next) => connection => ServeAsync(connection, next);

    private Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (Interlocked.Increment(ref _current) <= maxConnections)
            return CountedAsync(connection, next);
        Interlocked.Decrement(ref _current);
        rejected();
        connection.Abort();
        return Task.CompletedTask;
    }

    private async Task CountedAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        try
        {
            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _current);
        }
    }
}
