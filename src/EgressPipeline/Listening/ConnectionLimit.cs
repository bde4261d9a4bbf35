using Microsoft.AspNetCore.Connections;

namespace EgressPipeline.Listening;

/// <summary>
/// Bounds the connections served at once. One above the bound is accepted and turned away: left in the backlog it would
/// wait without an answer, and the descriptor table would be the only bound left.
/// </summary>
internal sealed class ConnectionLimit(int maxConnections, Action rejected)
{
    private int _current;

    /// <summary>Connections being served now.</summary>
    public int Current => Volatile.Read(ref _current);

    /// <summary>The connection middleware: several listeners may share one limit. A connection too many is reset.</summary>
    public ConnectionDelegate Wrap(ConnectionDelegate next) => Wrap(next, Reset);

    /// <summary>The same with words for a connection too many, where its protocol is known.</summary>
    /// <param name="next">Serves a connection within the bound.</param>
    /// <param name="turnAway">Ends one above it, soon and by itself.</param>
    public ConnectionDelegate Wrap(ConnectionDelegate next, ConnectionDelegate turnAway) => connection => ServeAsync(connection, next, turnAway);

    private static Task Reset(ConnectionContext connection)
    {
        connection.Abort();
        return Task.CompletedTask;
    }

    private Task ServeAsync(ConnectionContext connection, ConnectionDelegate next, ConnectionDelegate turnAway)
    {
        if (Interlocked.Increment(ref _current) <= maxConnections)
            return CountedAsync(connection, next);
        Interlocked.Decrement(ref _current);
        rejected();
        return turnAway(connection);
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
