using System.Buffers;
using System.IO.Pipelines;
using EgressPipeline.Transport;

namespace EgressPipeline.Http2;

/// <summary>
/// What a connection has to send. Frames are written under the connection's lock by whoever has some; one flow at a time
/// sends what has gathered, and what is written meanwhile goes with the next send.
/// </summary>
internal sealed class FrameOutput(PipeWriter writer, Lock gate, Action sent) : IBufferWriter<byte>
{
    private const int FirstBuffer = 4096;

    private byte[]? _buffer;
    private byte[]? _spare;
    private int _length;
    private bool _sending;
    private TaskCompletionSource? _drained;

    /// <summary>Bytes that were written and are not being sent yet.</summary>
    public int Unsent => _length;

    /// <summary>True when the peer takes nothing more; what is written is dropped.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>True while frames are gathered: nothing is sent until it is false and <see cref="Send"/> is called.</summary>
    public bool IsHeld { get; set; }

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        WriteRoom.Ensure(ref _buffer, _length, Math.Max(sizeHint, 1), FirstBuffer);
        return _buffer.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Sends what there is, unless somebody is about to. Not under the lock.</summary>
    public void Send()
    {
        lock (gate)
        {
            if (_sending || IsHeld || _length == 0)
                return;
            _sending = true;
        }
        _ = SendAsync();
    }

    /// <summary>Completes when nothing is being sent any more.</summary>
    public async ValueTask DrainAsync()
    {
        Task drained;
        lock (gate)
        {
            if (!_sending && _length == 0)
                return;
            _drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            drained = _drained.Task;
        }
        Send();
        await drained;
    }

    /// <summary>Returns the buffers. Only when nothing is written or sent any more.</summary>
    public void Return()
    {
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer);
        if (_spare is not null)
            ArrayPool<byte>.Shared.Return(_spare);
        _buffer = _spare = null;
        _length = 0;
    }

    private async Task SendAsync()
    {
        while (true)
        {
            ReadOnlyMemory<byte> bytes;
            byte[] sending;
            lock (gate)
            {
                if (HasFailed)
                    _length = 0;
                if (_length == 0)
                {
                    _sending = false;
                    _drained?.TrySetResult();
                    return;
                }
                sending = _buffer!;
                bytes = sending.AsMemory(0, _length);
                (_buffer, _spare) = (_spare, null);
                _length = 0;
            }
            var failed = await WriteAsync(bytes);
            lock (gate)
            {
                HasFailed |= failed;
                if (_spare is null)
                    _spare = sending;
                else
                    ArrayPool<byte>.Shared.Return(sending);
            }
            sent();
        }
    }

    private async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return (await writer.WriteAsync(bytes, CancellationToken.None)).IsCompleted;
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException or InvalidOperationException or System.Net.Sockets.SocketException)
        {
            return true; // TLS below reports as exceptions what plain sockets report as values
        }
    }
}
