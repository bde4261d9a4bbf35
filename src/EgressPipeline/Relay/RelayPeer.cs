using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;
using EgressPipeline.Transport;

namespace EgressPipeline.Relay;

/// <summary>
/// One side of a relay: the pipes that carry its bytes and the socket beneath them, which is what a reset is sent on.
/// A plain connection is both at once; a TLS one has its pipes above the socket.
/// </summary>
internal readonly struct RelayPeer
{
    private const int StreamBuffer = 64 * 1024;

    private readonly Stream? _stream;

    /// <param name="input">Where its bytes come from.</param>
    /// <param name="output">Where bytes for it go; completing it ends its stream (FIN, close_notify).</param>
    /// <param name="connection">The connection beneath, aborted when the relay fails.</param>
    public RelayPeer(PipeReader input, PipeWriter output, SocketConnection connection)
        : this(input, output, connection, null)
    {
    }

    private RelayPeer(PipeReader input, PipeWriter output, SocketConnection connection, Stream? stream)
    {
        Input = input;
        Output = output;
        Connection = connection;
        _stream = stream;
    }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    public SocketConnection Connection { get; }

    /// <summary>True when a stream is in between, which reports failures as exceptions.</summary>
    internal bool IsStream => _stream is not null;

    public static implicit operator RelayPeer(SocketConnection connection) => FromConnection(connection);

    public static RelayPeer FromConnection(SocketConnection connection) => new(connection.Input, connection.Output, connection);

    /// <summary>A side whose bytes pass a stream (TLS) above <paramref name="connection"/>. The caller keeps and disposes both.</summary>
    public static RelayPeer FromStream(Stream stream, SocketConnection connection)
    {
        // Zero-byte reads: an idle relay waits without a buffer.
        var input = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: StreamBuffer, minimumReadSize: StreamBuffer / 4, leaveOpen: true, useZeroByteReads: true));
        var output = PipeWriter.Create(stream, new StreamPipeWriterOptions(minimumBufferSize: StreamBuffer, leaveOpen: true));
        return new RelayPeer(input, output, connection, stream);
    }

    /// <summary>Tells the peer that no more bytes follow; it may still send.</summary>
    internal async ValueTask EndOutputAsync()
    {
        await Output.CompleteAsync();
        if (_stream is SslStream tls)
            await tls.ShutdownAsync();
    }

    /// <summary>True when the socket beneath was reset, aborted or could not be written to.</summary>
    internal bool HasFailed => Connection.IsAborted || Connection.ReadError != SocketError.Success || Connection.WriteError != SocketError.Success;
}
