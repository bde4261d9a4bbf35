using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using EgressPipeline.Transport;

namespace EgressPipeline.Tls;

/// <summary>
/// Decrypts straight into one contiguous pooled buffer and can read ahead without a waiting reader. Results are a single
/// segment; a failed or ended connection is a completed result, as on the plain socket.
/// </summary>
/// <remarks>
/// One consumer; <see cref="CancelPendingRead"/> comes from any thread, the end of a read from the event loop. They meet
/// in <c>_state</c>: Idle → Reading (nobody waits) ⇄ Waiting (one ReadAsync waits) → Received → Idle; any → Closed.
/// A time-out aborts and disposes the connection while the consumer may still look at a result: the last buffer is
/// therefore left to the garbage collector, because a pooled one would turn up in another connection.
/// </remarks>
internal sealed class TlsPipeReader : PipeReader, IValueTaskSource<ReadResult>, IFailingPipe
{
    private const int Idle = 0;
    private const int Reading = 1;
    private const int Waiting = 2;
    private const int Received = 3;
    private const int Closed = 4;

    /// <summary>One full TLS record, so that a read never leaves half of one decrypted.</summary>
    private const int MinBuffer = 16 * 1024;

    /// <summary>What a consumer may leave unconsumed; consumers bound themselves far below.</summary>
    private const int MaxUnconsumed = 1024 * 1024;

    private readonly SslStream _stream;
    private readonly Action _onRead;
    private ConfiguredValueTaskAwaitable<int>.ConfiguredValueTaskAwaiter _reading;
    private InlineWaiter _waiter;
    private int _state;
    private CancelRequest _cancel;
    private Action<object?>? _closedCallback;
    private object? _closedState;

    private byte[]? _buffer;
    private ReadWindow _window;
    private int _received;
    private volatile bool _ended;

    public TlsPipeReader(SslStream stream)
    {
        _stream = stream;
        _onRead = OnRead;
    }

    /// <summary>True once the stream ended or failed.</summary>
    public bool IsEnded => _ended || (Volatile.Read(ref _state) == Received && _received == 0);

    public bool HasFailed { get; private set; }

    /// <summary>True when bytes arrived that no read has returned as examined yet.</summary>
    public bool HasUnreadData => _window.HasUnexamined || (Volatile.Read(ref _state) == Received && _received > 0);

    /// <summary>Sets the callback that runs on the event loop when a read-ahead sees the end.</summary>
    public void OnClosed(Action<object?> callback, object? state)
    {
        _closedState = state;
        _closedCallback = callback;
    }

    /// <summary>Consumer only, between advancing past everything and the next read; a no-op when bytes are left over or a read is under way.</summary>
    public void StartReadAhead()
    {
        if (Volatile.Read(ref _state) == Idle && !_ended && _window.Unconsumed == 0)
            StartRead();
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.CanBeCanceled)
            return CancellableRead.ReadAsync(this, cancellationToken);
        if (TryRead(out var result))
            return ValueTask.FromResult(result);
        if (Volatile.Read(ref _state) == Idle)
            StartRead();
        return TryRead(out result) ? ValueTask.FromResult(result) : WaitAsync();
    }

    public override bool TryRead(out ReadResult result)
    {
        var state = Volatile.Read(ref _state);
        if (state == Closed)
        {
            result = new ReadResult(ReadOnlySequence<byte>.Empty, isCanceled: false, isCompleted: true);
            return true;
        }
        if (state == Received)
            Harvest();
        var canceled = _cancel.TryTake();
        var ready = canceled || _ended || _window.HasUnexamined;
        result = ready ? Result(canceled) : default;
        return ready;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => _window.Advance(_buffer, consumed, examined);

    public override void CancelPendingRead()
    {
        _cancel.Request();
        if (Interlocked.CompareExchange(ref _state, Reading, Waiting) == Waiting)
            _waiter.Signal();
    }

    public override void Complete(Exception? exception = null)
    {
        if (Interlocked.Exchange(ref _state, Closed) == Waiting)
            _waiter.Signal();
    }

    ReadResult IValueTaskSource<ReadResult>.GetResult(short token)
    {
        _waiter.Check(token);
        var state = Volatile.Read(ref _state);
        if (state == Closed)
            return new ReadResult(ReadOnlySequence<byte>.Empty, isCanceled: false, isCompleted: true);
        if (state == Received)
            Harvest();
        return Result(_cancel.TryTake());
    }

    ValueTaskSourceStatus IValueTaskSource<ReadResult>.GetStatus(short token) => _waiter.GetStatus(token);

    void IValueTaskSource<ReadResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _waiter.OnCompleted(continuation, state, token);

    private ValueTask<ReadResult> WaitAsync()
    {
        _waiter.Reset();
        if (Interlocked.CompareExchange(ref _state, Waiting, Reading) == Reading)
        {
            // A cancellation that came before the exchange saw nobody waiting: take it back unless somebody woke us.
            var missed = _cancel.IsRequested;
            if (!missed || Interlocked.CompareExchange(ref _state, Reading, Waiting) != Waiting)
                return new ValueTask<ReadResult>(this, _waiter.Version);
        }
        TryRead(out var result); // the read ended, or was cancelled: either gives a result
        return ValueTask.FromResult(result);
    }

    private void StartRead()
    {
        MakeRoom();
        if (Interlocked.CompareExchange(ref _state, Reading, Idle) != Idle)
            return; // closed meanwhile: the read that follows says so
#pragma warning disable CA2012 // kept as its awaiter and consumed exactly once, in OnRead: no async method, no box
        _reading = _stream.ReadAsync(_buffer.AsMemory(_window.End)).ConfigureAwait(false).GetAwaiter();
#pragma warning restore CA2012
        if (_reading.IsCompleted)
            OnRead();
        else
            _reading.UnsafeOnCompleted(_onRead);
    }

    /// <summary>Hands the result over to whoever the state says owns it now.</summary>
    private void OnRead()
    {
        _received = TakeResult();
        while (true)
        {
            var state = Volatile.Read(ref _state);
            if (state == Closed)
                return;
            if (Interlocked.CompareExchange(ref _state, Received, state) != state)
                continue;
            if (state == Waiting)
                _waiter.Signal();
            else if (_received == 0)
                _closedCallback?.Invoke(_closedState);
            return;
        }
    }

    /// <summary>Bytes read; 0 for the end, however it came: a reset, an abort or a bad record ends the stream.</summary>
    private int TakeResult()
    {
        try
        {
            return _reading.GetResult();
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            HasFailed = true;
            return 0;
        }
    }

    private void Harvest()
    {
        Interlocked.CompareExchange(ref _state, Idle, Received); // closed meanwhile stays so
        _window.Extend(_received);
        _ended |= _received == 0;
    }

    private void MakeRoom()
    {
        _buffer ??= ArrayPool<byte>.Shared.Rent(MinBuffer);
        var unconsumed = _window.Unconsumed;
        if (unconsumed == 0)
        {
            _window.Reset();
            return;
        }
        if (_buffer.Length - _window.End >= MinBuffer / 2)
            return;
        var target = _buffer;
        if (unconsumed > target.Length / 2)
        {
            if (target.Length >= MaxUnconsumed)
                throw new InvalidOperationException($"a reader holds {unconsumed} bytes that its consumer examined and never consumed");
            target = ArrayPool<byte>.Shared.Rent(target.Length * 2);
        }
        _window.MoveTo(_buffer, target);
        if (!ReferenceEquals(target, _buffer))
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = target;
    }

    private ReadResult Result(bool canceled) => _window.Result(_buffer, canceled, _ended);
}
