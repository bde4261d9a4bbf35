namespace EgressPipeline.Http;

/// <summary>
/// Where a body ends (RFC 9112 §6.3), for requests and responses alike. Strict: what two readers could understand
/// differently is refused, never repaired.
/// </summary>
internal readonly record struct BodyFraming(BodyKind Kind, long Length, HttpParseError Error)
{
    private const int MaxLengthDigits = 19;

    /// <summary>The framing that the header lines of a message declare; <see cref="BodyKind.None"/> when they are silent.</summary>
    public static BodyFraming Declared(HttpHead head)
    {
        var hasLength = head.Contains(KnownHeader.ContentLength);
        if (head.Contains(KnownHeader.TransferEncoding))
        {
            if (hasLength)
                return Refused(HttpParseError.LengthAndTransferEncoding);
            return OfTransferEncoding(head);
        }
        return hasLength ? OfContentLength(head) : default;
    }

    /// <summary>The framing of a request: what is declared, and never until the connection closes.</summary>
    public static BodyFraming OfRequest(HttpHead head, KnownMethod method)
    {
        var declared = Declared(head);
        // RFC 9110 §9.3.6: a CONNECT request has no content; bytes behind it belong to the tunnel.
        if (method == KnownMethod.Connect && (declared.Kind == BodyKind.Chunked || declared.Length > 0))
            return Refused(HttpParseError.BodyNotAllowed);
        return declared;
    }

    /// <summary>The framing of a response to a request of this method.</summary>
    public static BodyFraming OfResponse(HttpHead head, int status, KnownMethod requestMethod)
    {
        var declared = Declared(head);
        if (declared.Error != HttpParseError.None)
            return declared;
        if (HasNoBody(status, requestMethod))
            return default;
        return declared.Kind == BodyKind.None ? new BodyFraming(BodyKind.UntilClose, 0, HttpParseError.None) : declared;
    }

    /// <summary>Whether a response has no body whatever its header lines say.</summary>
    public static bool HasNoBody(int status, KnownMethod requestMethod) =>
        status is < 200 or 204 or 304
        || requestMethod == KnownMethod.Head
        || IsTunnel(status, requestMethod);

    /// <summary>Whether a response turns the connection into a tunnel by CONNECT.</summary>
    public static bool IsTunnel(int status, KnownMethod requestMethod) =>
        requestMethod == KnownMethod.Connect && status is >= 200 and < 300;

    private static BodyFraming OfTransferEncoding(HttpHead head)
    {
        if (head.MinorVersion == 0)
            return Refused(HttpParseError.TransferEncodingInHttp10); // RFC 9112 §6.1: faulty framing
        var index = head.SingleIndexOf(KnownHeader.TransferEncoding);
        if (index < 0 || !System.Text.Ascii.EqualsIgnoreCase(head.Value(index), "chunked"u8))
            return Refused(HttpParseError.UnsupportedTransferEncoding);
        return new BodyFraming(BodyKind.Chunked, 0, HttpParseError.None);
    }

    private static BodyFraming OfContentLength(HttpHead head)
    {
        var index = head.SingleIndexOf(KnownHeader.ContentLength);
        if (index < 0)
            return Refused(HttpParseError.DuplicateContentLength);
        var text = head.Value(index);
        if (text.Contains((byte)','))
            return Refused(HttpParseError.DuplicateContentLength);
        return TryParseLength(text, out var length)
            ? new BodyFraming(BodyKind.ContentLength, length, HttpParseError.None)
            : Refused(HttpParseError.BadContentLength);
    }

    private static bool TryParseLength(ReadOnlySpan<byte> text, out long length)
    {
        length = 0;
        if (text.IsEmpty || text.Length > MaxLengthDigits)
            return false;
        ulong value = 0; // 19 digits fit
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit((char)digit))
                return false;
            value = (value * 10) + (uint)(digit - '0');
        }
        length = (long)value;
        return value <= long.MaxValue;
    }

    private static BodyFraming Refused(HttpParseError error) => new(BodyKind.None, 0, error);
}
