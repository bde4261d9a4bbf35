namespace EgressPipeline;

/// <summary>
/// Judges connections: before a passed-through TLS, opaque TCP or CONNECT connection is connected onwards (the policies have
/// allowed it by then), and before the first request of an HTTP connection.
/// </summary>
/// <remarks>One instance serves all connections from any number of threads at once. Failure is that of <see cref="IRequestFilter"/>.</remarks>
public interface IConnectionFilter
{
    /// <summary>Lets the connection on, or ends it. A refused CONNECT is answered, any other connection is reset.</summary>
    /// <param name="connection">Its facts; valid until <see cref="OnClosed"/> returned. <see cref="EgressConnection.FirstBytes"/> only until the returned task completes.</param>
    /// <param name="cancellationToken">Cancelled when the filter's deadline is used up or the sidecar ends.</param>
    /// <returns><see cref="FilterResult.Continue"/>, <see cref="FilterResult.Deny"/> or <see cref="FilterResult.Stop"/>.</returns>
    ValueTask<FilterResult> OnConnectionAsync(EgressConnection connection, CancellationToken cancellationToken);

    /// <summary>
    /// The connection is over. Called exactly once for every connection whose <see cref="OnConnectionAsync"/> was called. Must be
    /// short and must not block; an exception is counted and has no other effect.
    /// </summary>
    /// <param name="connection">Its facts, byte counts included.</param>
    void OnClosed(EgressConnection connection)
    {
    }
}
