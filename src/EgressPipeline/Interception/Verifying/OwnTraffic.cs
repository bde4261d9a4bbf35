using System.Net.Sockets;

namespace EgressPipeline.Interception.Verifying;

/// <summary>
/// Finds out, when the first intercepted connection comes, whether this process's own connections come back to it: then
/// every call would call itself, until connections are used up, and none may be served. Thread-safe.
/// </summary>
internal sealed class OwnTraffic
{
    private int _isAsked;
    private volatile bool _returns;

    /// <summary>True once it is known that what this process dials comes back to it.</summary>
    public bool Returns => _returns;

    /// <summary>Called for every intercepted connection; the first one starts the question.</summary>
    /// <param name="port">A port that is known to be intercepted.</param>
    /// <param name="found">Told when it is so.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public void Ask(int port, Action found, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _isAsked) == 0 && Interlocked.Exchange(ref _isAsked, 1) == 0)
            _ = AskAsync(port, found, cancellationToken);
    }

    private async Task AskAsync(int port, Action found, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var family in new[] { AddressFamily.InterNetwork, AddressFamily.InterNetworkV6 })
                if (await CanaryDial.RunAsync(family, port, cancellationToken) == CanaryResult.Intercepted && !_returns)
                {
                    _returns = true;
                    found();
                }
        }
        catch (OperationCanceledException)
        {
            // The sidecar ends.
        }
    }
}
