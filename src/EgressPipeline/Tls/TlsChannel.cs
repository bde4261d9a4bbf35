using System.IO.Pipelines;
using System.Net.Security;

namespace EgressPipeline.Tls;

/// <summary>The plaintext side of a secured connection. Same rules of use as the socket's own pipes.</summary>
internal sealed class TlsChannel : IAsyncDisposable
{
    private readonly SslStream _stream;
    private readonly TlsPipeReader _input;
    private readonly TlsPipeWriter _output;

    /// <param name="stream">Authenticated; becomes the channel's.</param>
    /// <param name="peerSubject">Subject of the peer's certificate.</param>
    /// <param name="peerExpires">When it ends to be valid; null = that does not matter.</param>
    public TlsChannel(SslStream stream, string peerSubject, DateTimeOffset? peerExpires = null)
    {
        _stream = stream;
        _input = new TlsPipeReader(stream);
        _output = new TlsPipeWriter(stream);
        PeerSubject = peerSubject;
        PeerExpires = peerExpires;
    }

    public PipeReader Input => _input;

    public PipeWriter Output => _output;

    /// <summary>Subject of the peer's certificate.</summary>
    public string PeerSubject { get; }

    /// <summary>When that certificate ends to be valid; null = it is not verified.</summary>
    public DateTimeOffset? PeerExpires { get; }

    /// <summary>True when the peer sent bytes that no read has returned yet.</summary>
    public bool HasUnreadData => _input.HasUnreadData;

    /// <summary>True once a read saw the end of the stream or a failure.</summary>
    public bool IsPeerClosed => _input.IsEnded;

    /// <summary>Reads without a waiting reader, so that the peer's close is noticed while the connection is idle.</summary>
    public void StartReadAhead() => _input.StartReadAhead();

    /// <summary>Sets the callback for a close that a read-ahead notices. It must not throw.</summary>
    public void OnPeerClosed(Action<object?> callback, object? state) => _input.OnClosed(callback, state);

    /// <summary>Ends reads and writes and gives the buffers back. The socket stays the owner's.</summary>
    public ValueTask DisposeAsync()
    {
        _input.Complete();
        _output.Complete();
        return _stream.DisposeAsync();
    }
}
