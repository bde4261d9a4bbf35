using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;
using System.Runtime.CompilerServices;
using EgressPipeline.Transport;

namespace EgressPipeline.Tls;

/// <summary>
/// Collects what is written in one pooled buffer and encrypts it on flush, so that a head and the body behind it share
/// a TLS record. One producer; a failed flush completes with <see cref="FlushResult.IsCompleted"/>, as on the plain socket.
/// </summary>
internal sealed class TlsPipeWriter(SslStream stream) : PipeWriter, IFailingPipe
{
    /// <summary>One full TLS record.</summary>
    private const int MinBuffer = 16 * 1024;

    private byte[]? _buffer;
    private int _length;
    private bool _failed;
    private volatile bool _completed;

    public bool HasFailed => _failed;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _length;

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
        if (_failed || _completed || _length == 0)
            return ValueTask.FromResult(Result());
        var writing = stream.WriteAsync(_buffer.AsMemory(0, _length), cancellationToken);
        if (!writing.IsCompletedSuccessfully)
            return AwaitAsync(writing);
        writing.GetAwaiter().GetResult();
        EndFlush();
        return ValueTask.FromResult(Result());
    }

    /// <summary>A record once begun has to be written whole, so there is nothing to cancel; an abort of the socket ends it.</summary>
    public override void CancelPendingFlush()
    {
    }

    /// <summary>Sends what is left, then close_notify: the peer sees the end of the stream, and this side still reads.</summary>
    public override async ValueTask CompleteAsync(Exception? exception = null)
    {
        if (exception is null && !_completed)
        {
            await FlushAsync(CancellationToken.None);
            await EndStreamAsync();
        }
        Complete(exception);
    }

    public override void Complete(Exception? exception = null)
    {
        // Also called after an abort while the producer still writes: its buffer is left to the garbage collector.
        _completed = true;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<FlushResult> AwaitAsync(ValueTask writing)
    {
        try
        {
            await writing;
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException)
        {
            _failed = true; // the connection is gone: the reader tells how
        }
        catch (OperationCanceledException)
        {
            _failed = true; // half a record may be out
            throw;
        }
        finally
        {
            EndFlush();
        }
        return Result();
    }

    private async ValueTask EndStreamAsync()
    {
        if (_failed)
            return;
        try
        {
            await stream.ShutdownAsync();
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException)
        {
            _failed = true;
        }
    }

    private void EndFlush()
    {
        _length = 0;
    }

    private void EnsureRoom(int sizeHint) => WriteRoom.Ensure(ref _buffer, _length, Math.Max(sizeHint, 1), MinBuffer);

    private FlushResult Result() => new(isCanceled: false, isCompleted: _failed || _completed);
}
