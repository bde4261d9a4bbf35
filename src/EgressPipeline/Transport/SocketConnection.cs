using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace EgressPipeline.Transport;

/// <summary>
/// One TCP (or Unix) connection whose pipes are the socket itself. Used on both sides: accepted ones are handed to
/// Kestrel, dialled ones to the upstream pools.
/// </summary>
/// <remarks>
/// One flow of control reads and one writes (they may be the same); <see cref="Abort()"/>, cancellation and the
/// properties are safe from any thread. <see cref="DisposeAsync"/> belongs to the owner after its reads and writes
/// ended; after an abort it may be called at any time.
/// </remarks>
internal sealed class SocketConnection : ConnectionContext, IDuplexPipe, IClientChannel,
    IConnectionSocketFeature, IConnectionLifetimeFeature, IConnectionTransportFeature, IConnectionIdFeature, IConnectionItemsFeature, IConnectionEndPointFeature, IMemoryPoolFeature
{
    private const int Open = 0;
    private const int Aborted = 1;
    private const int Disposed = 2;

    private static long s_lastId;

    private readonly SocketPipeReader _input;
    private readonly SocketPipeWriter _output;
    private readonly PeerCloseSignal _peerClose = new();
    private readonly Lock _lazy = new();
    private int _lifetime;
    private string? _connectionId;
    private IFeatureCollection? _features;
    private IDictionary<object, object?>? _items;
    private EndPoint? _localEndPoint;
    private EndPoint? _remoteEndPoint;
    private CancellationTokenSource? _closedSource;
    private CancellationToken? _closedOverride;

    private SocketConnection(Socket socket, TransportLimits limits)
    {
        Socket = socket;
        _input = new SocketPipeReader(this, limits);
        _output = new SocketPipeWriter(this, limits);
        Transport = this;
    }

    public Socket Socket { get; }

    /// <summary>Receives directly from the socket, whatever <see cref="Transport"/> was replaced with.</summary>
    public PipeReader Input => _input;

    /// <summary>Sends directly on the socket, whatever <see cref="Transport"/> was replaced with.</summary>
    public PipeWriter Output => _output;

    /// <summary>The connection as the stages see it; a TLS stage replaces it.</summary>
    public override IDuplexPipe Transport { get; set; }

    public override string ConnectionId
    {
        get => _connectionId ??= Interlocked.Increment(ref s_lastId).ToString("x8");
        set => _connectionId = value;
    }

    public override IFeatureCollection Features => _features ??= CreateFeatures();

    public override IDictionary<object, object?> Items
    {
        get => _items ??= new ConnectionItems();
        set => _items = value;
    }

    public override EndPoint? LocalEndPoint
    {
        get => _localEndPoint ??= SocketEndPoints.Local(Socket);
        set => _localEndPoint = value;
    }

    public override EndPoint? RemoteEndPoint
    {
        get => _remoteEndPoint ??= SocketEndPoints.Remote(Socket);
        set => _remoteEndPoint = value;
    }

    /// <summary>Cancelled when the peer ended or reset the connection and a read noticed, or it was aborted or disposed here. Created at first use.</summary>
    public override CancellationToken ConnectionClosed
    {
        get => _closedOverride ?? ClosedSource().Token;
        set => _closedOverride = value;
    }

    bool IClientChannel.IsStream => false;

    SocketConnection IClientChannel.Connection => this;

    MemoryPool<byte> IMemoryPoolFeature.MemoryPool => BlockMemoryPool.Shared;

    /// <summary>Why reading ended: <see cref="SocketError.Success"/> while open and after a clean FIN.</summary>
    public SocketError ReadError => _input.Error;

    /// <summary>Why writing ended: <see cref="SocketError.Success"/> while it has not.</summary>
    public SocketError WriteError => _output.Error;

    /// <summary>True once a receive saw the peer's FIN or reset, or the connection was aborted while receiving.</summary>
    public bool IsPeerClosed => _peerClose.IsClosed;

    /// <summary>True once this side has ended its stream: most peers close at once, and a moment later this side knows.</summary>
    public bool IsEnding => _output.IsCompleted;

    public bool IsAborted => Volatile.Read(ref _lifetime) != Open;

    /// <summary>True when the peer sent bytes that no read has returned yet: on an idle connection, unexpected data.</summary>
    public bool HasUnreadData => _input.HasUnreadData;

    /// <summary>Bytes received so far; safe to sample from any thread.</summary>
    public long TotalReceived => _input.TotalReceived;

    /// <summary>Bytes sent so far; safe to sample from any thread.</summary>
    public long TotalSent => _output.TotalSent;

    /// <summary>Wraps a connected socket and owns it from here on.</summary>
    public static SocketConnection FromConnected(Socket socket, TransportLimits? limits = null) => new(socket, limits ?? TransportLimits.Default);

    /// <summary>
    /// Receives without a waiting reader, so that a FIN or reset is noticed while the consumer is busy elsewhere; what
    /// arrives is kept for the next read. By the consumer only, after it advanced past everything it had read; a no-op
    /// when bytes are left over or a receive is in flight.
    /// </summary>
    public void StartReadAhead() => _input.StartReadAhead();

    /// <summary>
    /// Sets the one callback for the peer's close (null removes it). It runs once per setting, on the event loop or, when the close is
    /// known already, before this method returns. It must not throw.
    /// </summary>
    public void OnPeerClosed(Action<object?>? callback, object? state) => _peerClose.Set(callback, state);

    /// <summary>Ends the connection at once with a reset (RST): the peer learns that it is no orderly end. Unsent bytes are dropped.</summary>
    public override void Abort()
    {
        if (Interlocked.CompareExchange(ref _lifetime, Aborted, Open) != Open)
            return;
        // A close with time-out 0 is .NET's abortive close: linger 0, so the kernel answers with a reset.
        Socket.Close(0);
        FireClosed();
    }

    public override void Abort(ConnectionAbortedException abortReason) => Abort();

    /// <summary>Sends what is still buffered, closes the socket and gives every buffer back.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (Volatile.Read(ref _lifetime) == Open && !_output.IsDrained && _output.Error == SocketError.Success)
            await _output.DrainAsync();
        var previous = Interlocked.Exchange(ref _lifetime, Disposed);
        if (previous == Disposed)
            return;
        if (previous == Open)
            CloseOrderly();
        else
            Abandon();
        FireClosed();
        await base.DisposeAsync();
    }

    internal void OnPeerClosed()
    {
        if (_peerClose.Fire())
            FireClosed();
    }

    /// <summary>Sends a FIN: the peer sees the end of the stream, and this side still receives.</summary>
    internal void EndStream()
    {
        if (IsAborted || (IsPeerClosed && ReadError != SocketError.Success))
            return;
        try
        {
            Socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The peer reset the connection first: there is nobody left to tell.
        }
        catch (ObjectDisposedException)
        {
            // Aborted by another thread: likewise.
        }
    }

    private void CloseOrderly()
    {
        Socket.Dispose();
        _output.Complete(endStream: false);
        _input.Complete();
    }

    // Whoever reads or writes may not have noticed the abort yet.
    private void Abandon()
    {
        _output.Abandon();
        _input.Abandon();
    }

    private CancellationTokenSource ClosedSource()
    {
        lock (_lazy)
        {
            if (_closedSource is null)
            {
                _closedSource = new CancellationTokenSource();
                if (IsPeerClosed || IsAborted)
                    _closedSource.Cancel();
            }
            return _closedSource;
        }
    }

    private void FireClosed()
    {
        CancellationTokenSource? source;
        lock (_lazy)
            source = _closedSource;
        try
        {
            source?.Cancel();
        }
        catch (AggregateException)
        {
            // A registered callback threw. It is its owner's bug, and it must not end the event loop of everybody else.
        }
    }

    private FeatureCollection CreateFeatures()
    {
        var features = new FeatureCollection(8);
        features.Set<IConnectionSocketFeature>(this);
        features.Set<IConnectionLifetimeFeature>(this);
        features.Set<IConnectionTransportFeature>(this);
        features.Set<IConnectionIdFeature>(this);
        features.Set<IConnectionItemsFeature>(this);
        features.Set<IConnectionEndPointFeature>(this);
        features.Set<IMemoryPoolFeature>(this);
        return features;
    }
}
