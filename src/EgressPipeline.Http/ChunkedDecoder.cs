using System.Buffers;

namespace EgressPipeline.Http;

/// <summary>
/// Reads the chunked transfer coding (RFC 9112 §7.1) piece by piece. Chunk extensions are checked, bounded and dropped.
/// </summary>
/// <remarks>
/// A mutable struct to live in one field of its connection: never copy it. Not thread-safe. <see cref="Dispose"/>
/// returns the trailer buffer, which exists only when trailers came.
/// </remarks>
public struct ChunkedDecoder(HttpLimits limits) : IDisposable
{
    private const int MaxSizeDigits = 16;

    private readonly HttpLimits _limits = limits;
    private State _state;
    private int _digits;
    private long _remaining;
    private ChunkExtension _extension;
    private TrailerSection _trailers;

    private enum State : byte
    {
        SizeStart,
        Size,
        Extension,
        SizeLineFeed,
        Data,
        DataReturn,
        DataLineFeed,
        Trailers,
        Done,
    }

    /// <summary>Valid trailer lines, each with its CRLF, once <see cref="Read"/> said Done. Valid until Reset or Dispose.</summary>
    public readonly ReadOnlySpan<byte> Trailers => _trailers.Kept;

    /// <summary>Whether the next byte is payload.</summary>
    public readonly bool IsInData => _state == State.Data;

    /// <summary>
    /// Takes bytes up to the end of the next piece of payload. Call it again with the rest of the input until it says
    /// Done or nothing is left; with input at hand it always consumes some.
    /// </summary>
    /// <param name="input">Bytes of the body in order.</param>
    /// <param name="consumed">How many of them are dealt with, the payload included.</param>
    /// <param name="payloadStart">Where the payload starts in <paramref name="input"/>.</param>
    /// <param name="payloadLength">Its length, 0 when this call brought none.</param>
    /// <param name="error">Why the body is refused.</param>
    /// <returns>Done right behind the blank line after the trailers; NeedMore otherwise, with or without payload.</returns>
    public ParseStatus Read(
        ReadOnlySpan<byte> input, out int consumed, out int payloadStart, out int payloadLength, out HttpParseError error)
    {
        consumed = payloadStart = payloadLength = 0;
        error = HttpParseError.None;
        while (consumed < input.Length && _state < State.Trailers)
        {
            if (_state == State.Data)
            {
                payloadStart = consumed;
                payloadLength = (int)Math.Min(_remaining, input.Length - consumed);
                consumed += payloadLength;
                _remaining -= payloadLength;
                if (_remaining == 0)
                    _state = State.DataReturn;
                return ParseStatus.NeedMore;
            }
            error = Step(input[consumed++]);
            if (error != HttpParseError.None)
                return ParseStatus.Error;
        }
        return _state < State.Trailers ? ParseStatus.NeedMore : ReadTrailers(input, ref consumed, out error);
    }

    /// <summary>Prepares for the next body; buffers stay.</summary>
    public void Reset()
    {
        _state = State.SizeStart;
        _digits = 0;
        _remaining = 0;
        _extension = default;
        _trailers.Reset();
    }

    /// <summary>Returns the trailer buffer.</summary>
    public void Dispose() => _trailers.Dispose();

    private ParseStatus ReadTrailers(ReadOnlySpan<byte> input, ref int consumed, out HttpParseError error)
    {
        error = HttpParseError.None;
        if (_state == State.Done)
            return ParseStatus.Done;
        var status = _trailers.Read(input[consumed..], _limits.MaxTrailerBytes, out var taken, out error);
        consumed += taken;
        if (status == ParseStatus.Done)
            _state = State.Done;
        return status;
    }

    private HttpParseError Step(byte value)
    {
        switch (_state)
        {
            case State.SizeStart:
            case State.Size:
                return StepSize(value);
            case State.Extension:
                return StepExtension(value);
            case State.SizeLineFeed:
                if (value != '\n')
                    return HttpParseError.BareCarriageReturn;
                _state = _remaining == 0 ? State.Trailers : State.Data;
                return HttpParseError.None;
            case State.DataReturn:
                _state = State.DataLineFeed;
                return value == '\r' ? HttpParseError.None : HttpParseError.BadChunkEnd;
            default:
                _state = State.SizeStart;
                _digits = 0;
                return value == '\n' ? HttpParseError.None : HttpParseError.BadChunkEnd;
        }
    }

    private HttpParseError StepSize(byte value)
    {
        if (char.IsAsciiHexDigit((char)value))
        {
            _state = State.Size;
            if (++_digits > MaxSizeDigits || _remaining > long.MaxValue >> 4)
                return HttpParseError.ChunkSizeTooLarge;
            _remaining = (_remaining << 4) | (uint)HexValue(value);
            return HttpParseError.None;
        }
        if (_state == State.SizeStart)
            return HttpParseError.BadChunkSize;
        if (value == '\r')
        {
            _state = State.SizeLineFeed;
            return HttpParseError.None;
        }
        if (value != ';')
            return value == '\n' ? HttpParseError.BareLineFeed : HttpParseError.BadChunkSize;
        _state = State.Extension;
        _extension = default;
        return HttpParseError.None;
    }

    private HttpParseError StepExtension(byte value)
    {
        if (value == '\n')
            return HttpParseError.BareLineFeed;
        if (value == '\r')
        {
            _state = State.SizeLineFeed;
            return _extension.IsComplete ? HttpParseError.None : HttpParseError.BadChunkExtension;
        }
        if (_extension.Length >= _limits.MaxChunkExtensionBytes)
            return HttpParseError.ChunkExtensionTooLarge;
        return _extension.TryTake(value) ? HttpParseError.None : HttpParseError.BadChunkExtension;
    }

    private static int HexValue(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
