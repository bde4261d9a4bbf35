using System.Buffers;
using EgressPipeline.Http;

namespace EgressPipeline.Http1;

/// <summary>
/// Copies one message body from what was read to what will be sent, piece by piece, translating the framing when the
/// two sides need different ones. Never holds more than the piece at hand. Reused for every body of one direction of a
/// connection; not thread-safe.
/// </summary>
internal sealed class BodyCopier(HttpLimits limits) : IDisposable
{
    private ChunkedDecoder _decoder = new(limits);
    private BodyKind _source;
    private bool _chunkOutput;
    private long _remaining;

    /// <summary>Payload bytes copied.</summary>
    public long Copied { get; private set; }

    /// <summary>Why <see cref="Copy"/> gave <see cref="ParseStatus.Error"/>.</summary>
    public HttpParseError Error { get; private set; }

    /// <summary>Trailer lines of a chunked body, each with its CRLF, once <see cref="Copy"/> said Done; otherwise empty.</summary>
    public ReadOnlySpan<byte> Trailers => _source == BodyKind.Chunked ? _decoder.Trailers : default;

    /// <summary>Starts a body.</summary>
    /// <param name="source">How the upstream frames it.</param>
    /// <param name="length">Its length when that is declared.</param>
    /// <param name="chunkOutput">True to send it chunked.</param>
    public void Begin(BodyKind source, long length, bool chunkOutput)
    {
        _source = source;
        _remaining = length;
        _chunkOutput = chunkOutput;
        Copied = 0;
        Error = HttpParseError.None;
        if (source == BodyKind.Chunked)
            _decoder.Reset();
    }

    /// <summary>Copies what is there.</summary>
    /// <param name="input">Bytes read and not yet consumed.</param>
    /// <param name="isFinal">True when nothing follows <paramref name="input"/>.</param>
    /// <param name="output">Where the bytes go; the caller flushes.</param>
    /// <param name="consumed">How far <paramref name="input"/> was used.</param>
    /// <returns>Done at the end of the body; Error when it breaks its framing or ends too early.</returns>
    public ParseStatus Copy(in ReadOnlySequence<byte> input, bool isFinal, IBufferWriter<byte> output, out SequencePosition consumed)
    {
        var status = _source switch
        {
            BodyKind.None => Nothing(input, out consumed),
            BodyKind.ContentLength => CopyLength(input, output, out consumed),
            BodyKind.Chunked => CopyChunked(input, output, out consumed),
            _ => CopyUntilClose(input, isFinal, output, out consumed),
        };
        return status == ParseStatus.NeedMore && isFinal ? ParseStatus.Error : status; // RFC 9112 §8: cut off is incomplete, never a short body
    }

    public void Dispose() => _decoder.Dispose();

    private static ParseStatus Nothing(in ReadOnlySequence<byte> input, out SequencePosition consumed)
    {
        consumed = input.Start;
        return ParseStatus.Done;
    }

    private ParseStatus CopyLength(in ReadOnlySequence<byte> input, IBufferWriter<byte> output, out SequencePosition consumed)
    {
        var piece = input.Slice(0, Math.Min(input.Length, _remaining));
        foreach (var segment in piece)
            output.Write(segment.Span);
        _remaining -= piece.Length;
        Copied += piece.Length;
        consumed = piece.End;
        return _remaining == 0 ? ParseStatus.Done : ParseStatus.NeedMore;
    }

    private ParseStatus CopyChunked(in ReadOnlySequence<byte> input, IBufferWriter<byte> output, out SequencePosition consumed)
    {
        var used = 0L;
        foreach (var segment in input)
        {
            var span = segment.Span;
            while (!span.IsEmpty)
            {
                var status = _decoder.Read(span, out var taken, out var start, out var length, out var error);
                if (length > 0)
                    WritePayload(span.Slice(start, length), output);
                used += taken;
                span = span[taken..];
                if (status == ParseStatus.NeedMore)
                {
                    if (taken == 0)
                        break;
                    continue;
                }
                consumed = input.GetPosition(used);
                Error = error;
                if (status == ParseStatus.Done && _chunkOutput)
                    ChunkedEncoder.WriteEnd(output, _decoder.Trailers);
                return status;
            }
        }
        consumed = input.GetPosition(used);
        return ParseStatus.NeedMore;
    }

    private ParseStatus CopyUntilClose(in ReadOnlySequence<byte> input, bool isFinal, IBufferWriter<byte> output, out SequencePosition consumed)
    {
        foreach (var segment in input)
            if (segment.Length > 0)
                WritePayload(segment.Span, output);
        consumed = input.End;
        if (!isFinal)
            return ParseStatus.NeedMore;
        if (_chunkOutput)
            ChunkedEncoder.WriteEnd(output, default);
        return ParseStatus.Done;
    }

    private void WritePayload(ReadOnlySpan<byte> payload, IBufferWriter<byte> output)
    {
        Copied += payload.Length;
        if (_chunkOutput)
            ChunkedEncoder.WriteChunk(output, payload);
        else
            output.Write(payload);
    }
}
