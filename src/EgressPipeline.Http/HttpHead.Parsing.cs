using System.Buffers;

namespace EgressPipeline.Http;

/// <content>
/// Incremental reading: complete lines are taken into the table as they arrive, and the search for the end of the
/// current line goes on where it stopped, so that a head that drips in byte by byte costs linear time.
/// </content>
public abstract partial class HttpHead
{
    // RFC 9112 §2.2 asks for tolerance of "at least one" empty line before a request.
    private const int MaxEmptyLines = 4;

    private int _lineStart;
    private int _scanned;
    private int _copied;
    private int _emptyLines;
    private bool _hasStartLine;
    private bool _ended;

    private protected abstract bool AllowsEmptyLinesBefore { get; }

    /// <summary>Takes the start line <c>data[start..end]</c>. Offsets in <paramref name="data"/> are offsets in the buffer later.</summary>
    private protected abstract HttpParseError ParseStartLine(ReadOnlySpan<byte> data, int start, int end);

    /// <summary>Checks the head as a whole and settles the framing; everything is in the buffer now.</summary>
    private protected abstract HttpParseError FinishHead();

    private protected ParseStatus Parse(
        in ReadOnlySequence<byte> input, HttpLimits limits, out SequencePosition consumed, out HttpParseError error)
    {
        if (_ended)
            Reset();

        // 1. Lines, in place when the input is one piece.
        ParseStatus status;
        if (input.IsSingleSegment)
        {
            status = ReadLines(input.FirstSpan, limits, out error);
            if (status == ParseStatus.Done)
                CopyIn(input.FirstSpan[.._scanned]);
        }
        else
        {
            CopyIn(input, limits.MaxHeadBytes);
            status = ReadLines(_buffer.AsSpan(0, _copied), limits, out error);
        }

        // 2. The head as a whole.
        consumed = input.Start;
        if (status == ParseStatus.Done)
        {
            _used = _scanned - 2; // edits go where the blank line was, so that they continue the block of lines
            consumed = input.GetPosition(_scanned);
            error = FinishHead();
            status = error == HttpParseError.None ? ParseStatus.Done : ParseStatus.Error;
        }
        _ended = status != ParseStatus.NeedMore;
        return status;
    }

    private ParseStatus ReadLines(ReadOnlySpan<byte> data, HttpLimits limits, out HttpParseError error)
    {
        var whole = data.Length;
        if (whole > limits.MaxHeadBytes)
            data = data[..limits.MaxHeadBytes];
        while (true)
        {
            var offset = data[_scanned..].IndexOfAny(ByteSets.Controls);
            if (offset < 0)
            {
                _scanned = data.Length;
                break;
            }
            var end = _scanned + offset;
            if (data[end] != '\r')
                return Refuse(ErrorOfControl(data, end), out error);
            if (end + 1 >= data.Length)
            {
                _scanned = end;
                break;
            }
            if (data[end + 1] != '\n')
                return Refuse(HttpParseError.BareCarriageReturn, out error);

            var start = _lineStart;
            _lineStart = _scanned = end + 2;
            if (end == start && _hasStartLine)
            {
                error = HttpParseError.None;
                return ParseStatus.Done;
            }
            error = TakeLine(data, start, end, limits);
            if (error != HttpParseError.None)
                return ParseStatus.Error;
        }
        error = data.Length >= limits.MaxHeadBytes ? HttpParseError.HeadTooLarge : HttpParseError.None;
        return error == HttpParseError.None ? ParseStatus.NeedMore : ParseStatus.Error;
    }

    private HttpParseError TakeLine(ReadOnlySpan<byte> data, int start, int end, HttpLimits limits)
    {
        if (_hasStartLine)
        {
            if (_count >= limits.MaxHeaders)
                return HttpParseError.TooManyHeaders;
            var fieldError = FieldLine.Parse(data, start, end, out NextField());
            if (fieldError == HttpParseError.None)
                MarkPresent(_fields[_count++].Known);
            return fieldError;
        }
        if (end == start)
        {
            if (!AllowsEmptyLinesBefore)
                return HttpParseError.BadStartLine;
            return ++_emptyLines > MaxEmptyLines ? HttpParseError.TooManyEmptyLines : HttpParseError.None;
        }
        _hasStartLine = true;
        return ParseStartLine(data, start, end);
    }

    // A control byte that is not the CR of a line end: which rule it breaks depends on where it stands.
    private HttpParseError ErrorOfControl(ReadOnlySpan<byte> data, int at)
    {
        if (data[at] == '\n')
            return HttpParseError.BareLineFeed;
        if (!_hasStartLine)
            return HttpParseError.BadStartLine;
        return data[_lineStart..at].Contains((byte)':') ? HttpParseError.BadHeaderValue : HttpParseError.BadHeaderName;
    }

    private static ParseStatus Refuse(HttpParseError reason, out HttpParseError error)
    {
        error = reason;
        return ParseStatus.Error;
    }

    private void CopyIn(ReadOnlySpan<byte> head)
    {
        EnsureBuffer(head.Length);
        head.CopyTo(_buffer);
    }

    // Several segments are joined in the buffer; what is there from the last call stays.
    private void CopyIn(in ReadOnlySequence<byte> input, int limit)
    {
        var available = (int)Math.Min(input.Length, limit);
        if (available <= _copied)
            return;
        EnsureBuffer(available);
        input.Slice(_copied, available - _copied).CopyTo(_buffer.AsSpan(_copied));
        _copied = available;
    }

    private void EnsureBuffer(int bytes)
    {
        if (_buffer.Length >= bytes)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(bytes, _buffer.Length * 2));
        _buffer.AsSpan(0, _copied).CopyTo(larger);
        Return(_buffer);
        _buffer = larger;
    }

    private void ResetParsing()
    {
        _lineStart = 0;
        _scanned = 0;
        _copied = 0;
        _emptyLines = 0;
        _hasStartLine = false;
        _ended = false;
    }
}
