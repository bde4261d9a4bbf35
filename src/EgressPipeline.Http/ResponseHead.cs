using System.Buffers;

namespace EgressPipeline.Http;

/// <summary>The head of a response.</summary>
/// <inheritdoc cref="HttpHead" path="/remarks"/>
public sealed class ResponseHead : HttpHead
{
    private const int StatusStart = HttpVersion.Length + 1;
    private const int StatusEnd = StatusStart + 3;

    private KnownMethod _requestMethod;
    private ByteSlice _line;
    private ByteSlice _reason;

    /// <summary>The status code, 100 to 999.</summary>
    public int Status { get; private set; }

    /// <summary>The reason phrase, possibly empty.</summary>
    public ReadOnlySpan<byte> Reason => _reason.Of(Buffer);

    /// <summary>Whether another response follows this one: 1xx except 101 (Switching Protocols).</summary>
    public bool IsInformational => Status is >= 100 and < 200 and not 101;

    private protected override bool AllowsEmptyLinesBefore => false;

    /// <summary>Reads a head from the start of <paramref name="input"/>.</summary>
    /// <param name="input">What was received; after <see cref="ParseStatus.NeedMore"/> the same bytes again, with more behind them.</param>
    /// <param name="requestMethod">The method of the request this answers: it decides whether there is a body.</param>
    /// <param name="limits">Bounds.</param>
    /// <param name="consumed">Right behind the blank line when done, otherwise the start of the input.</param>
    /// <param name="error">Why the head is refused.</param>
    /// <remarks>A call after Done or Error starts with a new message.</remarks>
    public ParseStatus TryParse(
        in ReadOnlySequence<byte> input, KnownMethod requestMethod, HttpLimits limits,
        out SequencePosition consumed, out HttpParseError error)
    {
        _requestMethod = requestMethod;
        return Parse(input, limits, out consumed, out error);
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        Status = 0;
        _line = default;
        _reason = default;
    }

    private protected override HttpParseError ParseStartLine(ReadOnlySpan<byte> data, int start, int end)
    {
        // RFC 9112 §4: version SP 3DIGIT SP [reason]. Many servers leave out the second space when there is no reason.
        var line = data[start..end];
        if (line.Length < StatusStart || line[HttpVersion.Length] != ' ')
            return line.StartsWith("HTTP/"u8) ? HttpParseError.BadVersion : HttpParseError.BadStartLine;
        var error = HttpVersion.Parse(line[..HttpVersion.Length], out var minor);
        if (error != HttpParseError.None)
            return error;
        MinorVersion = minor;

        if (line.Length < StatusEnd || !TryParseStatus(line[StatusStart..StatusEnd], out var status))
            return HttpParseError.BadStatus;
        Status = status;
        _line = new ByteSlice(start, line.Length);
        if (line.Length == StatusEnd)
            return HttpParseError.None;
        if (line[StatusEnd] != ' ')
            return HttpParseError.BadStatus;
        _reason = new ByteSlice(start + StatusEnd + 1, line.Length - StatusEnd - 1);
        return HttpParseError.None;
    }

    private protected override HttpParseError FinishHead()
    {
        Buffer[_line.Start + HttpVersion.Length - 1] = (byte)'1'; // the proxy speaks its own version: see MinorVersion
        var framing = BodyFraming.OfResponse(this, Status, _requestMethod);
        if (framing.Error != HttpParseError.None)
            return framing.Error;
        Body = framing.Kind;
        BodyLength = framing.Length;
        if (Status is < 200 or 204 || BodyFraming.IsTunnel(Status, _requestMethod))
        {
            // RFC 9110 §8.6, RFC 9112 §6.1: they must not be there; the next reader shall not be tempted.
            Remove(KnownHeader.ContentLength);
            Remove(KnownHeader.TransferEncoding);
        }
        ReadConnectionOptions();
        KeepAlive = Body != BodyKind.UntilClose && IsPersistent();
        return HttpParseError.None;
    }

    private protected override void WriteStartLine(ref BlockCopy blocks)
    {
        blocks.Add(_line.Start, _line.End);
        if (_line.Length == StatusEnd)
            blocks.AddText(" "u8);
        blocks.Add(_line.End, _line.End + 2);
    }

    private static bool TryParseStatus(ReadOnlySpan<byte> text, out int status)
    {
        status = 0;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit((char)digit))
                return false;
            status = (status * 10) + digit - '0';
        }
        return status >= 100;
    }
}
