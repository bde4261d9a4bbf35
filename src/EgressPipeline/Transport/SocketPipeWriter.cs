using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Threading.Tasks.Sources;

namespace EgressPipeline.Transport;

/// <summary>
/// A <see cref="PipeWriter"/> that sends straight on a socket: a flush is a send on the caller's thread, which nearly
/// always ends at once. It holds a pooled buffer only between the first written byte and the end of its send.
/// </summary>
/// <remarks>
/// <para>One producer writes, flushes and completes; <see cref="CancelPendingFlush"/> comes from any thread.</para>
/// <code>
/// Idle ──flush──► Sending ──flush waits──► Waiting ──cancel──► Sending (the send goes on, the next flush joins it)
///   ▲               │end                      │end
///   └───────────────┴─────────────────────────┘        any ──Complete──► Closed
/// </code>
/// <para>
/// A send error is no exception: flushes complete with <see cref="FlushResult.IsCompleted"/>, what was written is
/// dropped and <see cref="Error"/> tells why. Memory given to <see cref="WriteAsync"/> may be sent in place: it must
/// stay untouched until the returned task ends, and such a send is not cancelled by <see cref="CancelPendingFlush"/>.
/// </para>
/// </remarks>
[SuppressMessage("Reliability", "CA1001", Justification = "disposed when completed and the last operation ended, see Release")]
internal sealed class SocketPipeWriter : PipeWriter, IValueTaskSource<FlushResult>, ISocketOperationOwner, IFailingPipe
{
    private const int Idle = 0;
    private const int Sending = 1;
    private const int Waiting = 2;
    private const int Closed = 3;

    /// <summary>From here on sending in place is cheaper than copying first.</summary>
    private const int DirectSend = 2 * 1024;

    private static readonly object Released = new();

    /// <summary>The least that is ever handed out.</summary>
    private const int MinRoom = 256;

    private readonly SocketConnection _connection;
    private readonly TransportLimits _limits;
    private readonly SocketOperation _operation;
    private InlineWaiter _waiter;
    private int _state;
    private CancelRequest _cancel;
    private bool _cancellable;
    private bool _completed;
    private volatile bool _abandoned;
    private volatile bool _endStream;

    // Null, the task source of whoever waits for the last send of a completed writer, or Released.
    private object? _released;

    private byte[]? _buffer;
    private int _length;
    private byte[]? _inFlight;

    public SocketPipeWriter(SocketConnection connection, TransportLimits limits)
    {
        _connection = connection;
        _limits = limits;
        _operation = SocketOperation.Rent(this);
    }

    /// <summary>Why writing ended; <see cref="SocketError.Success"/> while it has not.</summary>
    public SocketError Error { get; private set; }

    public bool HasFailed => Error != SocketError.Success;

    /// <summary>Bytes the kernel took in the life of the connection. Exact for the producer, a moment old for other threads.</summary>
    public long TotalSent { get; private set; }

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _length;

    /// <summary>True once the producer has completed: nothing new will be sent.</summary>
    public bool IsCompleted => _completed;

    /// <summary>True when nothing is buffered and no send is in flight.</summary>
    public bool IsDrained => _length == 0 && (Volatile.Read(ref _state) == Idle || ReferenceEquals(Volatile.Read(ref _released), Released));

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _buffer.AsMemory(_length);
    }

    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _buffer.AsSpan(_length);
    }

    public override void Advance(int bytes)
    {
        if ((uint)bytes > (uint)((_buffer?.Length ?? 0) - _length))
            throw new ArgumentOutOfRangeException(nameof(bytes), "advanced outside of what was handed out");
        _length += bytes;
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.CanBeCanceled)
            return FlushWithTokenAsync(cancellationToken);
        if (_abandoned)
            return new ValueTask<FlushResult>(Over());
        if (_cancel.TryTake())
            return new ValueTask<FlushResult>(new FlushResult(isCanceled: true, isCompleted: Error != SocketError.Success));
        _cancellable = true;
        if (Volatile.Read(ref _state) == Idle && !SendBuffered())
            return new ValueTask<FlushResult>(Result(canceled: false));
        return WaitAsync();
    }

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        if (source.Length < DirectSend || _length + source.Length <= _limits.MinBuffer)
        {
            this.Write(source.Span);
            return FlushAsync(cancellationToken);
        }
        if (cancellationToken.CanBeCanceled || _length > 0 || Volatile.Read(ref _state) != Idle)
            return WriteAfterFlushAsync(source, cancellationToken);

        if (_abandoned)
            return new ValueTask<FlushResult>(Over());
        _cancellable = false;
        if (!StartSend(source))
            return new ValueTask<FlushResult>(Result(canceled: false));
        return WaitAsync();
    }

    public override void CancelPendingFlush()
    {
        _cancel.Request();
        if (_cancellable && Interlocked.CompareExchange(ref _state, Sending, Waiting) == Waiting)
            _waiter.Signal();
    }

    /// <summary>Sends what is left, then ends the stream (FIN). With an exception, what is left is dropped and no FIN is sent: abort or dispose follows.</summary>
    public override void Complete(Exception? exception = null) => Complete(endStream: exception is null);

    /// <summary>Flushes until nothing is buffered or in flight, or the connection failed.</summary>
    internal async ValueTask DrainAsync()
    {
        if (_completed)
        {
            var last = new TaskCompletionSource();
            if (Interlocked.CompareExchange(ref _released, last, null) is null)
                await last.Task;
            return;
        }
        while (!IsDrained && Error == SocketError.Success)
            await FlushAsync(CancellationToken.None);
    }

    internal void Complete(bool endStream)
    {
        if (_completed)
            return;
        _completed = true;
        _endStream = endStream && Error == SocketError.Success;
        if (endStream && Volatile.Read(ref _state) == Idle)
            SendBuffered();
        Close();
    }

    /// <summary>
    /// Completes from any thread after an abort. A producer that is still busy keeps its buffer (left to the garbage
    /// collector, because a pooled one would turn up in another connection) and learns from its next flush.
    /// </summary>
    internal void Abandon()
    {
        _abandoned = true;
        _completed = true;
        Close();
    }

    void ISocketOperationOwner.OnOperationCompleted(SocketOperation operation)
    {
        EndSend();
        while (true)
        {
            var state = Volatile.Read(ref _state);
            if (state == Closed)
            {
                // Completed while sending: what was written meanwhile goes out before the FIN.
                if (!_endStream || !SendBuffered(Closed))
                    Release();
                return;
            }
            // A flush that joined a cancelled one waits for its own bytes too.
            if (state == Waiting && SendBuffered(Waiting))
                return;
            if (Interlocked.CompareExchange(ref _state, Idle, state) != state)
                continue;
            if (state == Waiting)
                _waiter.Signal();
            return;
        }
    }

    FlushResult IValueTaskSource<FlushResult>.GetResult(short token)
    {
        _waiter.Check(token);
        return _abandoned ? Over() : Result(_cancellable && _cancel.TryTake());
    }

    ValueTaskSourceStatus IValueTaskSource<FlushResult>.GetStatus(short token) => _waiter.GetStatus(token);

    void IValueTaskSource<FlushResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _waiter.OnCompleted(continuation, state, token);

    private ValueTask<FlushResult> WaitAsync()
    {
        while (true)
        {
            _waiter.Reset();
            if (Interlocked.CompareExchange(ref _state, Waiting, Sending) == Sending)
            {
                var missed = _cancellable && _cancel.IsRequested;
                if (!missed || Interlocked.CompareExchange(ref _state, Sending, Waiting) != Waiting)
                    return new ValueTask<FlushResult>(this, _waiter.Version);
                return new ValueTask<FlushResult>(Result(_cancel.TryTake()));
            }
            // The send ended meanwhile; a flush that joined it still has its own bytes to send.
            if (!SendBuffered())
                return new ValueTask<FlushResult>(Result(canceled: false));
        }
    }

    private async ValueTask<FlushResult> FlushWithTokenAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        FlushResult result;
        using (cancellationToken.UnsafeRegister(static writer => ((SocketPipeWriter)writer!).CancelPendingFlush(), this))
            result = await FlushAsync(CancellationToken.None);
        if (result.IsCanceled)
            cancellationToken.ThrowIfCancellationRequested();
        return result;
    }

    private async ValueTask<FlushResult> WriteAfterFlushAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken)
    {
        var flushed = await FlushAsync(cancellationToken);
        if (flushed.IsCanceled || flushed.IsCompleted)
            return flushed;
        return await WriteAsync(source, CancellationToken.None);
    }

    /// <summary>Sends the buffered bytes, all of them. True when the send is in flight; false when it ended or there was nothing.</summary>
    private bool SendBuffered(int during = Sending)
    {
        if (_length == 0)
            return false;
        var bytes = _buffer.AsMemory(0, _length);
        _inFlight = _buffer;
        _buffer = null;
        _length = 0;
        return StartSend(bytes, during);
    }

    private bool StartSend(ReadOnlyMemory<byte> bytes, int during = Sending)
    {
        if (Error != SocketError.Success)
        {
            ReturnInFlight();
            return false;
        }
        if (during == Sending && Interlocked.CompareExchange(ref _state, Sending, Idle) != Idle)
        {
            ReturnInFlight();
            Over();
            return false; // abandoned
        }
        if (_operation.Send(_connection.Socket, bytes))
            return true;
        EndSend();
        if (during == Sending)
            Interlocked.CompareExchange(ref _state, Idle, Sending);
        return false;
    }

    private void EndSend()
    {
        if (_operation.SocketError != SocketError.Success)
            Error = _operation.SocketError;
        else
            TotalSent += _operation.BytesTransferred;
        ReturnInFlight();
    }

    private void Close()
    {
        var previous = Interlocked.Exchange(ref _state, Closed);
        if (previous == Idle)
            Release();
        else if (previous == Waiting)
            _waiter.Signal();
    }

    private void Release()
    {
        if (_endStream && Error == SocketError.Success)
            _connection.EndStream();
        if (_abandoned)
        {
            _operation.Dispose(); // as with the buffers: a busy producer may still touch it
        }
        else
        {
            ReturnBuffers();
            _operation.Return();
        }
        (Interlocked.Exchange(ref _released, Released) as TaskCompletionSource)?.SetResult();
    }

    private void ReturnBuffers()
    {
        ReturnInFlight();
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
        _length = 0;
    }

    private void ReturnInFlight()
    {
        if (_inFlight is null)
            return;
        ArrayPool<byte>.Shared.Return(_inFlight);
        _inFlight = null;
        _operation.ReleaseBuffer();
    }

    private void EnsureRoom(int sizeHint)
    {
        if (_completed && !_abandoned)
            throw new InvalidOperationException("the writer was completed");
        // Kestrel frames a chunk inside the memory it gets and fails on less room than its own overhead takes.
        WriteRoom.Ensure(ref _buffer, _length, Math.Max(sizeHint, MinRoom), _limits.MinBuffer);
    }

    private FlushResult Over()
    {
        if (Error == SocketError.Success)
            Error = SocketError.OperationAborted;
        return Result(canceled: false);
    }

    private FlushResult Result(bool canceled) => new(canceled, Error != SocketError.Success);
}
