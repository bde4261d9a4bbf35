using System.IO.Pipelines;
using System.Net.Sockets;

namespace EgressPipeline.Transport;

/// <summary>
/// A connection as a stream, for code that wants one (<see cref="System.Net.Security.SslStream"/>): reads copy out of
/// the reader's buffer, writes are sent in place. Both normally complete synchronously and allocate nothing.
/// </summary>
/// <remarks>
/// Unlike the pipes it throws <see cref="IOException"/> for a failed connection, as every stream does. Disposing it
/// leaves the connection open: that belongs to its owner. A zero-byte read waits until there is something to read.
/// </remarks>
internal sealed class DuplexPipeStream(SocketConnection connection) : Stream
{
    private readonly PipeReader _input = connection.Input;
    private readonly PipeWriter _output = connection.Output;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var reading = _input.ReadAsync(cancellationToken);
        return reading.IsCompletedSuccessfully
            ? new ValueTask<int>(Take(reading.Result, buffer.Span))
            : WaitAndTakeAsync(reading, buffer);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var writing = _output.WriteAsync(buffer, cancellationToken);
        if (!writing.IsCompletedSuccessfully)
            return WaitAsync(writing);
        CheckSent(writing.Result);
        return ValueTask.CompletedTask;
    }

    public override async Task FlushAsync(CancellationToken cancellationToken) => CheckSent(await _output.FlushAsync(cancellationToken));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("a blocked event loop stalls every connection");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("a blocked event loop stalls every connection");

    public override void Flush()
    {
        // Every write was sent already.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private async ValueTask<int> WaitAndTakeAsync(ValueTask<ReadResult> reading, Memory<byte> buffer) => Take(await reading, buffer.Span);

    private async ValueTask WaitAsync(ValueTask<FlushResult> writing) => CheckSent(await writing);

    private int Take(in ReadResult read, Span<byte> buffer)
    {
        var available = read.Buffer;
        if (available.IsEmpty)
        {
            _input.AdvanceTo(available.End);
            if (read.IsCanceled)
                throw new OperationCanceledException("the pending read was cancelled");
            if (connection.ReadError != SocketError.Success)
                throw new IOException("the connection failed", new SocketException((int)connection.ReadError));
            return 0;
        }
        var bytes = available.FirstSpan;
        var count = Math.Min(bytes.Length, buffer.Length);
        bytes[..count].CopyTo(buffer);
        var taken = available.GetPosition(count);
        // What was left behind counts as unexamined: the next read returns at once.
        _input.AdvanceTo(taken, taken);
        return count;
    }

    private void CheckSent(in FlushResult sent)
    {
        if (sent.IsCanceled)
            throw new OperationCanceledException("the pending flush was cancelled");
        if (sent.IsCompleted)
            throw new IOException("the connection failed", new SocketException((int)connection.WriteError));
    }
}
