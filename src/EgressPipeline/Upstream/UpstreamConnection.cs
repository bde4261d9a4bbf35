using System.IO.Pipelines;
using EgressPipeline.Clusters;
using EgressPipeline.Http;
using EgressPipeline.Tls;
using EgressPipeline.Transport;

namespace EgressPipeline.Upstream;

/// <summary>
/// One connection to an endpoint. Used by one exchange at a time, which ends with exactly one <see cref="ReturnToPool"/>
/// (answer read to its end) or <see cref="Abort"/> (everything else).
/// </summary>
internal sealed class UpstreamConnection
{
    private readonly TlsChannel? _tls;
    private readonly bool _pooled;
    private readonly long _openedAt;
    private readonly TimeSpan _validFor;
    private ResponseHead? _response;
    private long _idleSince;
    private int _requests;
    private int _closed;

    internal UpstreamConnection(EndpointState endpoint, SocketConnection socket, TlsChannel? tls, string serverName, bool pooled)
    {
        Endpoint = endpoint;
        Socket = socket;
        ServerName = serverName;
        _tls = tls;
        _pooled = pooled;
        _requests = 1;
        _openedAt = Time.GetTimestamp();
        // Counted from here, so that a clock that is set does not end connections.
        _validFor = tls?.PeerExpires is { } end ? end - Time.GetUtcNow() : TimeSpan.MaxValue;
        if (!pooled)
            return;
        if (tls is null)
            socket.OnPeerClosed(static connection => ((UpstreamConnection)connection!).OnPeerClosed(), this);
        else
            tls.OnPeerClosed(static connection => ((UpstreamConnection)connection!).OnPeerClosed(), this);
    }

    public EndpointState Endpoint { get; }

    /// <summary>The socket; with TLS it carries ciphertext, so only its properties are of use.</summary>
    public SocketConnection Socket { get; }

    /// <summary>Bytes from the endpoint (decrypted).</summary>
    public PipeReader Input => _tls is null ? Socket.Input : _tls.Input;

    /// <summary>Bytes to the endpoint (encrypted on flush).</summary>
    public PipeWriter Output => _tls is null ? Socket.Output : _tls.Output;

    /// <summary>Scratch for the head of the answer, made at first use since a relay needs none; belongs to the exchange that has the connection.</summary>
    public ResponseHead Response => _response ??= new ResponseHead();

    /// <summary>True when the connection served a request before: a failure then may be the endpoint's keep-alive ending.</summary>
    public bool IsReused => _requests > 1;

    public bool IsTls => _tls is not null;

    /// <summary>Subject of the endpoint's certificate; empty without TLS.</summary>
    public string PeerSubject => _tls?.PeerSubject ?? "";

    /// <summary>True when the peer sent something that nobody has read: on an idle connection, something nobody asked for.</summary>
    public bool HasUnexpectedData => _tls?.HasUnreadData ?? Socket.HasUnreadData;

    /// <summary>True once the peer's close was noticed.</summary>
    public bool IsPeerClosed => _tls?.IsPeerClosed ?? Socket.IsPeerClosed;

    /// <summary>The name the connection is secured for; empty without TLS.</summary>
    internal string ServerName { get; }

    /// <summary>True while a further exchange may use the connection.</summary>
    internal bool IsReusable => !IsPeerClosed && !Socket.IsAborted && !HasUnexpectedData && !IsWornOut;

    /// <summary>True when an idle connection is to be closed. Called under the pool's lock only.</summary>
    internal bool IsExpired => HasUnexpectedData || Time.GetElapsedTime(_idleSince) >= IdleTimeout || IsTooOld;

    private TimeProvider Time => Endpoint.Cluster.Services.Time;

    private TimeSpan IdleTimeout =>
        Endpoint.Cluster.Plan.Pool.IdleTimeout is { Ticks: > 0 } configured ? configured : Endpoint.Cluster.Services.Options.IdleTimeout;

    private bool IsWornOut => Endpoint.Cluster.Plan.Pool.MaxRequestsPerConnection is > 0 and var bound && _requests >= bound || IsTooOld;

    /// <summary>The bound is reached, or the certificate that the connection was made with is no longer valid.</summary>
    private bool IsTooOld
    {
        get
        {
            var bound = Endpoint.Cluster.Plan.Pool.MaxConnectionDuration is { Ticks: > 0 } configured && configured < _validFor ? configured : _validFor;
            return bound != TimeSpan.MaxValue && Time.GetElapsedTime(_openedAt) >= bound;
        }
    }

    /// <summary>Ends the exchange; the connection is kept for the next one when it may be.</summary>
    public void ReturnToPool()
    {
        if (_pooled)
            Endpoint.Pool.Return(this);
        else
            Close();
    }

    /// <summary>
    /// Resets the connection under an exchange that is still using it, which thereby wakes and fails. From any thread;
    /// nothing is given back until the exchange itself calls <see cref="Abort"/>.
    /// </summary>
    public void Interrupt() => Socket.Abort();

    /// <summary>
    /// Ends the exchange and resets the connection at once. Only by the exchange and once its reads and writes have ended,
    /// since their buffers go back; safe to repeat.
    /// </summary>
    public void Abort()
    {
        Socket.Abort();
        Close();
    }

    /// <summary>The connection is about to be idle: its peer's close is noticed from here on.</summary>
    internal void StartIdle()
    {
        _idleSince = Time.GetTimestamp();
        if (!IsReusable)
            return;
        if (_tls is null)
            Socket.StartReadAhead();
        else
            _tls.StartReadAhead();
    }

    /// <summary>Begins another exchange; false when the peer closed or spoke meanwhile, or the connection is too old.</summary>
    internal bool TryWake()
    {
        if (HasUnexpectedData)
            Endpoint.Cluster.Services.Counters.CountPoisoned();
        if (!IsReusable)
            return false;
        _requests++;
        return true;
    }

    /// <summary>Closes orderly; buffers go back when reads and writes have ended.</summary>
    internal void Close()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
            return;
        Endpoint.Cluster.Connections.Closed();
        _response?.Dispose();
        _ = CloseAsync();
    }

    private async Task CloseAsync()
    {
        if (_tls is not null)
            await _tls.DisposeAsync();
        await Socket.DisposeAsync();
    }

    private void OnPeerClosed() => Endpoint.Pool.Discard(this);
}
