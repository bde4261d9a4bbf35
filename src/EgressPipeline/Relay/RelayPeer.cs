using System.IO.Pipelines;
using EgressPipeline.Transport;

namespace EgressPipeline.Relay;

/// <summary>
/// One side of a relay: the pipes that carry its bytes and the connection beneath them, which is what a reset is sent
/// on. A plain connection is both at once; a TLS one has its pipes above.
/// </summary>
/// <param name="input">Where its bytes come from.</param>
/// <param name="output">Where bytes for it go; completing it asynchronously ends its stream (FIN, close_notify).</param>
/// <param name="connection">The connection beneath, aborted when the relay fails. It stays the caller's to dispose.</param>
internal readonly struct RelayPeer(PipeReader input, PipeWriter output, SocketConnection connection)
{
    public PipeReader Input => input;

    public PipeWriter Output => output;

    public SocketConnection Connection => connection;

    /// <summary>True when this side was reset, aborted or broke its protocol: its end is no orderly one.</summary>
    internal bool HasFailed => connection.IsAborted || input is IFailingPipe { HasFailed: true } || output is IFailingPipe { HasFailed: true };

    public static implicit operator RelayPeer(SocketConnection connection) => FromConnection(connection);

    public static RelayPeer FromConnection(SocketConnection connection) => new(connection.Input, connection.Output, connection);
}
