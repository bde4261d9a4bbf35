using System.IO.Pipelines;
using System.Net;
using EgressPipeline.Http;
using EgressPipeline.Http1;
using EgressPipeline.Transport;

namespace EgressPipeline.Http2;

/// <summary>
/// One stream after the other, served by one loop of <see cref="Http1Connection"/> as if each were a request on a kept connection:
/// so there is one request path, and a request on a stream costs no more objects than one on a socket.
/// </summary>
/// <remarks>All mutable state but the request pipe is under the connection's lock. Only the connection's reader writes to that pipe.</remarks>
internal sealed class Http2Stream : IClientChannel, IDuplexPipe
{
    private readonly Http2Connection _connection;
    private readonly Pipe _requests = new(new PipeOptions(pauseWriterThreshold: 0, readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));
    private readonly StreamInput _input;
    private volatile bool _isDead;

    public Http2Stream(Http2Connection connection, HttpLimits limits)
    {
        _connection = connection;
        _input = new StreamInput(_requests.Reader, this);
        Answers = new StreamOutput(this);
        Framer = new ResponseFramer(this, limits);
    }

    public int Id { get; private set; }

    /// <summary>The loop that serves it; null until its first request is there.</summary>
    public Http1Connection? Loop { get; set; }

    /// <summary>True when the stream was reset: what is written goes nowhere.</summary>
    public bool IsDead
    {
        get => _isDead;
        set => _isDead = value;
    }

    /// <summary>True when its loop has ended: it serves no further stream.</summary>
    public bool HasEnded { get; set; }

    public bool ReceivedEnd { get; set; }

    public KnownMethod Method { get; private set; }

    /// <summary>Bytes of the body that content-length still promises; -1 when nothing was promised and the body goes on in chunks.</summary>
    public long Promised { get; set; }

    /// <summary>Bytes the client lets this side send.</summary>
    public long SendWindow { get; set; }

    /// <summary>Bytes the client may send.</summary>
    public int ReceiveWindow { get; set; }

    /// <summary>Received bytes that nobody has read yet.</summary>
    public long Unread { get; set; }

    /// <summary>Bytes that were read and of which the client has not been told.</summary>
    public int Untold { get; set; }

    /// <summary>The next stream to wake; see <see cref="Http2Connection"/>.</summary>
    public Http2Stream? NextToWake { get; set; }

    /// <summary>Where the connection's reader puts requests.</summary>
    public PipeWriter Requests => _requests.Writer;

    public StreamOutput Answers { get; }

    public ResponseFramer Framer { get; }

    public Http2Connection Owner => _connection;

    public SocketConnection Connection => _connection.Client;

    public IDuplexPipe Transport => this;

    public PipeReader Input => _input;

    public PipeWriter Output => Answers;

    public EndPoint? LocalEndPoint => _connection.LocalEndPoint;

    public EndPoint? RemoteEndPoint => _connection.RemoteEndPoint;

    public bool IsStream => true;

    /// <summary>Begins another stream. Under the connection's lock.</summary>
    public void Begin(int id, KnownMethod method, long promised, bool receivedEnd, int sendWindow, int receiveWindow)
    {
        Id = id;
        Method = method;
        Promised = promised;
        ReceivedEnd = receivedEnd;
        SendWindow = sendWindow;
        ReceiveWindow = receiveWindow;
        Unread = 0;
        Untold = 0;
        Framer.Begin();
    }

    public ValueTask<FlushResult> FlushAsync() => _connection.FlushAsync(this);

    public bool TryStopWaiting() => _connection.TryStopWaiting(this);

    public void OnRead(long bytes) => _connection.OnRead(this, bytes);

    public void Abort() => _connection.Abort(this);

    public void StartReadAhead()
    {
        // The connection is read all the time.
    }

    public void OnPeerClosed(Action<object?>? callback, object? state)
    {
        // A stream that its client ends is told by the connection, see Http1Connection.EndCall.
    }

    /// <summary>Returns what is pooled. Only when neither its loop nor the connection's reader uses it any more.</summary>
    public void Return()
    {
        _requests.Writer.Complete();
        _requests.Reader.Complete();
        Answers.Return();
        Framer.Dispose();
    }
}
