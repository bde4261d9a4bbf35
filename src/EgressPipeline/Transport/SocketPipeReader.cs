using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Threading.Tasks.Sources;

namespace EgressPipeline.Transport;

/// <summary>
/// A <see cref="PipeReader"/> that receives straight from a socket into one contiguous pooled buffer: no pipe between,
/// no receive loop, no thread hop, nothing allocated per read. Results are always a single segment.
/// </summary>
/// <remarks>
/// <para>
/// Who may call what: one consumer reads, advances and completes. <see cref="CancelPendingRead"/> comes from any
/// thread, completions from the socket event loop. They meet in <c>_state</c>:
/// </para>
/// <code>
/// Idle ──receive──► Receiving ──ReadAsync──► Waiting      Receiving: in flight, nobody waits (read-ahead, cancelled read)
///   ▲                  │  ▲                     │          Waiting: in flight, one ReadAsync waits
///   │               end│  └──────cancel─────────┤
///   └──harvest── Received ◄─────────end─────────┘          Received: result stored, consumer has not taken it
/// any ──Complete──► Closed                                 Closed: the last one out returns the buffers
/// </code>
/// <para>
/// Whoever moves the state out of Waiting wakes the reader; nobody else does. While a receive is in flight the buffer
/// neither moves nor goes back. A cancelled read leaves its receive in flight; the next read picks it up.
/// </para>
/// <para>
/// A reset or aborted connection is no exception: the read completes (<see cref="ReadResult.IsCompleted"/>) and
/// <see cref="Error"/> tells why. After an abort the connection may be disposed while the consumer still looks at a
/// result: its buffer is then left to the garbage collector, because a pooled one would turn up in another connection.
/// </para>
/// </remarks>
[SuppressMessage("Reliability", "CA1001", Justification = "disposed when completed and the last operation ended, see Release")]
internal sealed class SocketPipeReader : PipeReader, IValueTaskSource<ReadResult>, ISocketOperationOwner, IFailingPipe
{
    private const int Idle = 0;
    private const int Receiving = 1;
    private const int Waiting = 2;
    private const int Received = 3;
    private const int Closed = 4;

    /// <summary>Less room than this is not worth a receive: the buffer is compacted or doubled first.</summary>
    private const int MinRoom = 1024;

    private readonly SocketConnection _connection;
    private readonly TransportLimits _limits;
    private readonly SocketOperation _operation;
    private InlineWaiter _waiter;
    private int _state;
    private CancelRequest _cancel;

    private byte[]? _buffer;
    private ReadWindow _window;
    private int _appetite;
    private bool _drained;
    private bool _ended;
    private volatile bool _abandoned;

    // The receive in flight: where it writes, and how it ended once _state says Received.
    private byte[]? _receiveBuffer;
    private int _receivedBytes;
    private SocketError _receivedError;

    public SocketPipeReader(SocketConnection connection, TransportLimits limits)
    {
        _connection = connection;
        _limits = limits;
        _appetite = limits.MinBuffer;
        _operation = SocketOperation.Rent(this);
    }

    /// <summary>Why reading ended; <see cref="SocketError.Success"/> while it has not, and after a clean end of stream.</summary>
    public SocketError Error { get; private set; }

    public bool HasFailed => Error != SocketError.Success;

    /// <summary>True when bytes arrived that no read has returned as examined yet: after a read-ahead, unexpected data.</summary>
    public bool HasUnreadData => _window.HasUnexamined || (Volatile.Read(ref _state) == Received && _receivedBytes > 0);

    /// <summary>Bytes received in the life of the connection. Exact for the consumer, a moment old for other threads.</summary>
    public long TotalReceived { get; private set; }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.CanBeCanceled)
            return CancellableRead.ReadAsync(this, cancellationToken);

        if (TryReadNow(out var result) || (_state == Idle && TryReceiveNow() && TryReadNow(out result)))
            return new ValueTask<ReadResult>(result);
        return WaitAsync();
    }

    public override bool TryRead(out ReadResult result) => TryReadNow(out result);

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => _window.Advance(_buffer, consumed, examined);

    public override void CancelPendingRead()
    {
        _cancel.Request();
        if (Interlocked.CompareExchange(ref _state, Receiving, Waiting) == Waiting)
            _waiter.Signal();
    }

    /// <summary>
    /// Receives without a waiting reader, so that the peer's close is noticed while the consumer is busy elsewhere.
    /// What arrives is kept for the next read. Consumer only, between <see cref="AdvanceTo(SequencePosition)"/> and the next read.
    /// </summary>
    public void StartReadAhead()
    {
        if (_state != Idle || _ended)
            return; // in flight already, or over
        if (_window.Unconsumed != 0 && _buffer!.Length - _window.End < MinRoom)
            return; // what is left over stays where it is, and there is no room behind it
        TryReceiveNow();
    }

    public override void Complete(Exception? exception = null) => Close();

    /// <summary>Completes from any thread after an abort, without taking anything away from a consumer that is still busy.</summary>
    internal void Abandon()
    {
        _abandoned = true;
        Close();
    }

    private void Close()
    {
        var previous = Interlocked.Exchange(ref _state, Closed);
        if (previous is Idle or Received)
            Release();
        else if (previous == Waiting)
            _waiter.Signal();
    }

    void ISocketOperationOwner.OnOperationCompleted(SocketOperation operation)
    {
        var probed = operation.MemoryBuffer.IsEmpty;
        if (probed && operation.SocketError == SocketError.Success && ReceiveAfterProbe())
            return;

        _receivedBytes = operation.BytesTransferred;
        _receivedError = operation.SocketError;
        var ended = _receivedBytes == 0 || _receivedError != SocketError.Success;
        Publish(ended);
    }

    ReadResult IValueTaskSource<ReadResult>.GetResult(short token)
    {
        _waiter.Check(token);
        var state = Volatile.Read(ref _state);
        if (state == Closed)
            return Over();
        if (state == Received)
            Harvest();
        return Result(_cancel.TryTake());
    }

    ValueTaskSourceStatus IValueTaskSource<ReadResult>.GetStatus(short token) => _waiter.GetStatus(token);

    void IValueTaskSource<ReadResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _waiter.OnCompleted(continuation, state, token);

    private bool TryReadNow(out ReadResult result)
    {
        var state = Volatile.Read(ref _state);
        if (state == Closed)
        {
            result = _abandoned ? Over() : throw new InvalidOperationException("the reader was completed");
            return true;
        }
        if (state == Received)
            Harvest();
        var canceled = _cancel.TryTake();
        if (canceled || _ended || _window.HasUnexamined)
        {
            result = Result(canceled);
            return true;
        }
        result = default;
        return false;
    }

    private ValueTask<ReadResult> WaitAsync()
    {
        _waiter.Reset();
        if (Interlocked.CompareExchange(ref _state, Waiting, Receiving) == Receiving)
        {
            // A cancellation that came before the exchange saw nobody waiting: take it back unless somebody woke us.
            var missed = _cancel.IsRequested;
            if (!missed || Interlocked.CompareExchange(ref _state, Receiving, Waiting) != Waiting)
                return new ValueTask<ReadResult>(this, _waiter.Version);
        }
        TryReadNow(out var result); // the receive ended, or the read was cancelled: either gives a result
        return new ValueTask<ReadResult>(result);
    }

    /// <summary>Hands the stored result over to whoever the state says owns it now.</summary>
    private void Publish(bool ended)
    {
        while (true)
        {
            var state = Volatile.Read(ref _state);
            if (state == Closed)
            {
                Release();
                return;
            }
            if (Interlocked.CompareExchange(ref _state, Received, state) != state)
                continue;
            if (state == Waiting)
                _waiter.Signal();
            else if (ended)
                _connection.OnPeerClosed();
            return;
        }
    }

    /// <summary>Issues a receive. True when it ended at once and was harvested; false when it is in flight.</summary>
    private bool TryReceiveNow()
    {
        while (true)
        {
            var target = PrepareReceive();
            if (Interlocked.CompareExchange(ref _state, Receiving, Idle) != Idle)
                return true; // abandoned: the read that follows says so
            if (_operation.Receive(_connection.Socket, target))
                return false;

            if (target.IsEmpty && _operation.SocketError == SocketError.Success)
            {
                Interlocked.CompareExchange(ref _state, Idle, Receiving);
                _drained = false; // readable: the next round receives for real
                continue;
            }
            _receivedBytes = _operation.BytesTransferred;
            _receivedError = _operation.SocketError;
            Harvest(Receiving);
            return true;
        }
    }

    /// <summary>On the event loop, after a probe found the socket readable. True when the receive went asynchronous again.</summary>
    private bool ReceiveAfterProbe()
    {
        _receiveBuffer = ArrayPool<byte>.Shared.Rent(_appetite);
        return _operation.Receive(_connection.Socket, _receiveBuffer);
    }

    /// <summary>
    /// Chooses where the next receive writes. A reader with a large appetite whose socket ran dry waits with no buffer
    /// at all (a zero-byte probe) and rents one when there is something to put into it.
    /// </summary>
    private Memory<byte> PrepareReceive()
    {
        if (_window.Unconsumed == 0)
        {
            _window.Reset();
            if (_drained && _appetite > _limits.MinBuffer)
            {
                ReturnBuffer();
                _operation.ReleaseBuffer();
                return default;
            }
            if (_buffer is not null && _buffer.Length != _appetite)
                ReturnBuffer();
            _buffer ??= ArrayPool<byte>.Shared.Rent(_appetite);
        }
        else if (_buffer!.Length - _window.End < MinRoom)
        {
            MakeRoom();
        }
        _receiveBuffer = _buffer;
        return _buffer.AsMemory(_window.End);
    }

    private void MakeRoom()
    {
        var unconsumed = _window.Unconsumed;
        var target = _buffer!;
        if (target.Length - unconsumed < Math.Max(MinRoom, target.Length / 4))
        {
            if (target.Length >= _limits.MaxUnconsumed)
                throw new InvalidOperationException($"a reader holds {unconsumed} bytes that its consumer examined and never consumed");
            target = ArrayPool<byte>.Shared.Rent(target.Length * 2);
        }
        _window.MoveTo(_buffer!, target);
        if (!ReferenceEquals(target, _buffer))
            ReturnBuffer();
        _buffer = target;
    }

    /// <summary>Takes the result of the ended receive into the consumer's view.</summary>
    private void Harvest(int from = Received)
    {
        Interlocked.CompareExchange(ref _state, Idle, from); // abandoned meanwhile stays so
        if (!ReferenceEquals(_receiveBuffer, _buffer))
        {
            _buffer = _receiveBuffer;
            _window.Reset();
        }
        if (_receivedError != SocketError.Success || _receivedBytes == 0)
        {
            Error = _receivedError;
            _ended = true;
            _connection.OnPeerClosed();
            return;
        }
        var room = _buffer!.Length - _window.End;
        _window.Extend(_receivedBytes);
        TotalReceived += _receivedBytes;
        AdaptAppetite(room);
    }

    private void AdaptAppetite(int room)
    {
        _drained = _receivedBytes < room;
        if (!_drained)
            _appetite = Math.Min(_appetite * 2, _limits.MaxReceive);
        else if (_receivedBytes < _appetite / 4)
            _appetite = Math.Max(_appetite / 2, _limits.MinBuffer);
    }

    private ReadResult Result(bool canceled) => _window.Result(_buffer, canceled, _ended);

    private ReadResult Over()
    {
        if (Error == SocketError.Success)
            Error = SocketError.OperationAborted;
        return new ReadResult(ReadOnlySequence<byte>.Empty, isCanceled: false, isCompleted: true);
    }

    private void Release()
    {
        if (_abandoned)
        {
            _operation.Dispose(); // as with the buffer: a busy consumer may still touch it
            return;
        }
        _operation.Return();
        if (_receiveBuffer is not null && !ReferenceEquals(_receiveBuffer, _buffer))
            ArrayPool<byte>.Shared.Return(_receiveBuffer);
        _receiveBuffer = null;
        ReturnBuffer();
    }

    private void ReturnBuffer()
    {
        if (_buffer is null)
            return;
        ArrayPool<byte>.Shared.Return(_buffer);
        if (ReferenceEquals(_receiveBuffer, _buffer))
            _receiveBuffer = null;
        _buffer = null;
    }
}
