using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace EgressPipeline.Listening;

/// <summary>
/// Serves the connections of listeners and knows which are open. A connection starts on the event loop that accepted it and stays there:
/// Kestrel's dispatcher would start each on the thread pool, and the two threads would hand it to and fro. Safe for concurrent use.
/// </summary>
internal sealed partial class ConnectionHost(ILogger logger)
{
    /// <summary>How long aborted connections may take to end: one may be inside of a filter that does not return.</summary>
    private static readonly TimeSpan AbortGrace = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly HashSet<ConnectionContext> _open = [];
    private readonly List<IConnectionListener> _listeners = [];
    private TaskCompletionSource? _allClosed;
    private bool _isAborting;

    /// <summary>Accepts what comes to a bound listener, which belongs to the host from here on.</summary>
    /// <param name="listener">Where connections come in.</param>
    /// <param name="serve">Serves one from its first byte to its last; called on the event loop, so it must not block.</param>
    public void Serve(IConnectionListener listener, ConnectionDelegate serve)
    {
        lock (_lock)
            _listeners.Add(listener);
        _ = AcceptAsync(listener, serve);
    }

    /// <summary>Stops listening and waits for open connections to end by themselves; once the token fires they are aborted. May be called again.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        IConnectionListener[] listeners;
        lock (_lock)
            listeners = [.. _listeners];
        foreach (var listener in listeners)
            await listener.UnbindAsync(CancellationToken.None);
        var closed = AllClosedAsync();
        await closed.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        AbortAll();
        await closed.WaitAsync(AbortGrace, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var listener in listeners)
            await listener.DisposeAsync();
    }

    private async Task AcceptAsync(IConnectionListener listener, ConnectionDelegate serve)
    {
        while (await listener.AcceptAsync() is { } connection)
            _ = ServeAsync(connection, serve); // never faults
    }

    private async Task ServeAsync(ConnectionContext connection, ConnectionDelegate serve)
    {
        try
        {
            if (Remember(connection))
                await serve(connection);
            else
                connection.Abort();
        }
        catch (Exception failure)
        {
            Log.Failed(logger, failure);
            connection.Abort();
        }
        finally
        {
            await connection.DisposeAsync();
            Forget(connection);
        }
    }

    /// <summary>False when the host is ending and nothing would wait for the connection.</summary>
    private bool Remember(ConnectionContext connection)
    {
        lock (_lock)
        {
            _open.Add(connection);
            return !_isAborting;
        }
    }

    private void Forget(ConnectionContext connection)
    {
        lock (_lock)
        {
            _open.Remove(connection);
            if (_open.Count == 0)
                _allClosed?.TrySetResult();
        }
    }

    private Task AllClosedAsync()
    {
        lock (_lock)
        {
            _allClosed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_open.Count == 0)
                _allClosed.SetResult();
            return _allClosed.Task;
        }
    }

    private void AbortAll()
    {
        ConnectionContext[] open;
        lock (_lock)
        {
            _isAborting = true;
            open = [.. _open];
        }
        foreach (var connection in open)
            connection.Abort();
    }

    private static partial class Log
    {
        [LoggerMessage(2401, LogLevel.Error, "a connection ended by a fault of the sidecar")]
        public static partial void Failed(ILogger logger, Exception failure);
    }
}
