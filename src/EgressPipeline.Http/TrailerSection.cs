using System.Buffers;

namespace EgressPipeline.Http;

/// <summary>
/// The trailer section of a chunked body (RFC 9112 §7.1.2): collects its lines, checks them like header lines and keeps
/// those that may be forwarded.
/// </summary>
internal struct TrailerSection : IDisposable
{
    private const int InitialBytes = 512;

    private byte[]? _buffer;
    private int _kept;
    private int _filled;
    private int _total;

    /// <summary>The lines to forward, each with its CRLF.</summary>
    public readonly ReadOnlySpan<byte> Kept => _buffer.AsSpan(0, _kept);

    /// <summary>Takes bytes up to and with the blank line that ends the section.</summary>
    public ParseStatus Read(ReadOnlySpan<byte> input, int limit, out int consumed, out HttpParseError error)
    {
        consumed = 0;
        while (true)
        {
            // 1. One line; what an earlier call left of it lies behind the kept lines.
            var lineFeed = input[consumed..].IndexOf((byte)'\n');
            var take = lineFeed < 0 ? input.Length - consumed : lineFeed + 1;
            if (take > limit - _total)
            {
                error = HttpParseError.TrailersTooLarge;
                return ParseStatus.Error;
            }
            Append(input.Slice(consumed, take));
            consumed += take;
            error = HttpParseError.None;
            if (lineFeed < 0)
                return ParseStatus.NeedMore;

            // 2. Judge it.
            if (_filled - _kept == 2 && _buffer![_kept] == '\r')
                return ParseStatus.Done;
            error = TakeLine();
            if (error != HttpParseError.None)
                return ParseStatus.Error;
        }
    }

    public void Reset() => _kept = _filled = _total = 0;

    public void Dispose()
    {
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
        Reset();
    }

    private HttpParseError TakeLine()
    {
        var end = _filled - 2;
        if (end < _kept || _buffer![end] != '\r')
            return HttpParseError.BareLineFeed;
        var control = _buffer.AsSpan(_kept, end - _kept).IndexOfAny(ByteSets.Controls);
        if (control >= 0)
            return _buffer[_kept + control] == '\r' ? HttpParseError.BareCarriageReturn : HttpParseError.BadHeaderValue;
        var error = FieldLine.Parse(_buffer, _kept, end, out var field);
        if (error != HttpParseError.None)
            return error;
        if (ForbiddenTrailers.IsRefused(field.Known))
            return HttpParseError.ForbiddenTrailer;

        var isDropped = field.LineEnd == 0 || ForbiddenTrailers.IsDropped(field.Known);
        if (field.LineEnd == 0 && !ForbiddenTrailers.IsDropped(field.Known))
            RewriteLine(field);
        else if (isDropped)
            _filled = _kept;
        _kept = _filled;
        return HttpParseError.None;
    }

    // Unusual white space goes; the line never grows by that.
    private void RewriteLine(in HeaderField field)
    {
        var line = _buffer.AsSpan();
        var at = field.NameStart + field.NameLength;
        line[at++] = (byte)':';
        line[at++] = (byte)' ';
        line.Slice(field.ValueStart, field.ValueLength).CopyTo(line[at..]);
        at += field.ValueLength;
        line[at++] = (byte)'\r';
        line[at++] = (byte)'\n';
        _filled = at;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        _total += bytes.Length;
        var needed = _filled + bytes.Length;
        if (_buffer is null || _buffer.Length < needed)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(InitialBytes, Math.Max(needed, (_buffer?.Length ?? 0) * 2)));
            _buffer.AsSpan(0, _filled).CopyTo(larger);
            if (_buffer is not null)
                ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
        bytes.CopyTo(_buffer.AsSpan(_filled));
        _filled = needed;
    }
}
