using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Tasks.Sources;
using EgressPipeline.Transport;

namespace EgressPipeline.Http2;

/// <summary>
/// Takes the answers of a stream as bytes of HTTP/1.1 and has the connection turn them into frames. A flush waits until
/// all of it is framed: the client's windows and the connection's unsent bytes hold the service back.
/// </summary>
internal sealed class StreamOutput(Http2Stream stream) : PipeWriter, IValueTaskSource<FlushResult>
{
    private const int FirstBuffer = 4096;
    private const int KeptBuffer = 32 * 1024;

    private byte[]? _buffer;
    private int _start;
    private int _length;
    private InlineWaiter _waiter;
    private bool _isCanceled;

    /// <summary>What is not framed yet. Under the connection's lock.</summary>
    public ReadOnlyMemory<byte> Unframed => _buffer.AsMemory(_start, _length - _start);

    /// <summary>True while a flush waits. Under the connection's lock.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>Begins a wait. Under the connection's lock.</summary>
    public ValueTask<FlushResult> Wait()
    {
        _waiter.Reset();
        _isCanceled = false;
        IsWaiting = true;
        return new ValueTask<FlushResult>(this, _waiter.Version);
    }

    /// <summary>Ends the wait; the stream's loop goes on on this thread. Not under the lock.</summary>
    public void Wake() => _waiter.Signal();

    /// <summary>Forgets the first bytes. Under the connection's lock.</summary>
    public void Framed(int bytes)
    {
        _start += bytes;
        if (_start < _length)
            return;
        _start = _length = 0;
        if (_buffer is { Length: > KeptBuffer })
            Return();
    }

    /// <summary>Returns the buffer. Only when nobody writes any more.</summary>
    public void Return()
    {
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
        _start = _length = 0;
    }

    public override void Advance(int bytes) => _length += bytes;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        WriteRoom.Ensure(ref _buffer, _length, Math.Max(sizeHint, 256), FirstBuffer);
        return _buffer.AsMemory(_length);
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => stream.FlushAsync();

    public override void CancelPendingFlush()
    {
        if (!stream.TryStopWaiting())
            return;
        _isCanceled = true;
        _waiter.Signal();
    }

    public override void Complete(Exception? exception = null)
    {
        // The stream ends with the answer that was written, or by a reset.
    }

    FlushResult IValueTaskSource<FlushResult>.GetResult(short token)
    {
        _waiter.Check(token);
        return new FlushResult(_isCanceled, stream.IsDead);
    }

    ValueTaskSourceStatus IValueTaskSource<FlushResult>.GetStatus(short token) => _waiter.GetStatus(token);

    void IValueTaskSource<FlushResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _waiter.OnCompleted(continuation, state, token);
}
