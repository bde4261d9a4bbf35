using System.Buffers;
using EgressPipeline.Http;
using EgressPipeline.Http.Http2;

namespace EgressPipeline.Http2;

/// <summary>Turns one answer in HTTP/1.1 into HEADERS, DATA and trailers, as far as windows allow. Under the connection's lock.</summary>
internal sealed class ResponseFramer(Http2Stream stream, HttpLimits limits) : IDisposable
{
    private readonly ResponseHead _head = new();
    private ChunkedDecoder _decoder = new(limits);
    private bool _inBody;
    private long _left;

    /// <summary>Whether the loop keeps serving after this answer, as its head says.</summary>
    public bool KeepsAlive { get; private set; }

    /// <summary>Whether HEADERS of the answer are out.</summary>
    public bool HasBegun => _inBody;

    /// <summary>Starts an answer.</summary>
    public void Begin()
    {
        _inBody = false;
        KeepsAlive = false;
    }

    /// <summary>Frames what is written, <paramref name="quantum"/> bytes of body at most.</summary>
    public FramingStatus Run(long quantum)
    {
        var connection = stream.Owner;
        while (true)
        {
            if (stream.Answers.Unframed.IsEmpty)
                return FramingStatus.NeedMore;
            if (connection.Unsent >= connection.Options.MaxUnsent)
                return FramingStatus.Blocked;
            var room = Math.Min(Math.Min(stream.SendWindow, connection.SendWindow), Math.Min(quantum, connection.PeerFrameSize));
            var before = stream.Answers.Unframed.Length;
            var status = !_inBody ? FrameHead() : _head.Body == BodyKind.Chunked ? FrameChunks(room) : FrameLength(room);
            if (status != FramingStatus.NeedMore)
                return status;
            if (stream.Answers.Unframed.Length == before)
                return FramingStatus.NeedMore;
            quantum -= room > 0 && _inBody ? Math.Min(room, before - stream.Answers.Unframed.Length) : 0;
        }
    }

    public void Dispose()
    {
        _head.Dispose();
        _decoder.Dispose();
    }

    private FramingStatus FrameHead()
    {
        var written = new ReadOnlySequence<byte>(stream.Answers.Unframed);
        switch (_head.TryParse(written, stream.Method, limits, out var consumed, out _))
        {
            case ParseStatus.NeedMore:
                return FramingStatus.NeedMore;
            case ParseStatus.Error:
                return FramingStatus.Broken;
        }
        stream.Answers.Framed((int)written.Slice(0, consumed).Length);
        KeepsAlive = _head.KeepAlive;
        var ends = !_head.IsInformational && (_head.Body == BodyKind.None || (_head.Body == BodyKind.ContentLength && _head.BodyLength == 0));
        if (_head.Status == 101 || (!ends && _head.Body == BodyKind.UntilClose))
            return FramingStatus.Broken;
        _head.RemoveHopByHop(keepUpgrade: false);
        stream.Owner.WriteHead(stream, _head, ends);
        _inBody = !_head.IsInformational;
        _left = _head.BodyLength;
        _decoder.Reset();
        return ends ? FramingStatus.Done : FramingStatus.NeedMore;
    }

    private FramingStatus FrameLength(long room)
    {
        var piece = stream.Answers.Unframed;
        var length = (int)Math.Min(Math.Min(piece.Length, _left), room);
        if (length <= 0)
            return FramingStatus.Blocked;
        _left -= length;
        stream.Owner.WriteData(stream, piece.Span[..length], endStream: _left == 0);
        stream.Answers.Framed(length);
        return _left == 0 ? FramingStatus.Done : FramingStatus.NeedMore;
    }

    private FramingStatus FrameChunks(long room)
    {
        if (room <= 0 && _decoder.IsInData)
            return FramingStatus.Blocked;
        // Without room only what is no payload may pass, one byte at a time: the end of a body needs no window.
        var written = stream.Answers.Unframed.Span;
        var input = written[..(int)Math.Min(written.Length, Math.Max(room, 1))];
        var status = _decoder.Read(input, out var consumed, out var start, out var length, out _);
        if (length > 0)
            stream.Owner.WriteData(stream, input.Slice(start, length), endStream: false);
        stream.Answers.Framed(consumed);
        if (status == ParseStatus.Error)
            return FramingStatus.Broken;
        if (status == ParseStatus.NeedMore)
            return FramingStatus.NeedMore;
        if (_decoder.Trailers.IsEmpty)
            stream.Owner.WriteData(stream, default, endStream: true);
        else
            stream.Owner.WriteTrailers(stream, _decoder.Trailers);
        return FramingStatus.Done;
    }
}
