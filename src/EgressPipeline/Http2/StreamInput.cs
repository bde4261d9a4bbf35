using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace EgressPipeline.Http2;

/// <summary>The requests of a stream as bytes of HTTP/1.1; tells the connection what was read, so that the client may send more.</summary>
internal sealed class StreamInput(PipeReader reader, Http2Stream stream) : PipeReader
{
    private ReadOnlySequence<byte> _last;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) => Note(await reader.ReadAsync(cancellationToken));

    public override bool TryRead(out ReadResult result)
    {
        if (!reader.TryRead(out result))
            return false;
        Note(result);
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        var read = _last.IsEmpty ? 0 : _last.Slice(0, consumed).Length;
        _last = default;
        reader.AdvanceTo(consumed, examined);
        if (read > 0)
            stream.OnRead(read);
    }

    public override void CancelPendingRead() => reader.CancelPendingRead();

    public override void Complete(Exception? exception = null) => reader.Complete(exception);

    private ReadResult Note(ReadResult result)
    {
        _last = result.Buffer;
        return result;
    }
}
