namespace EgressPipeline.Http;

/// <summary>The protocol version of a start line (RFC 9112 §2.3): case-sensitive, one digit, dot, one digit.</summary>
internal static class HttpVersion
{
    /// <summary>Bytes of <c>HTTP/1.1</c>.</summary>
    public const int Length = 8;

    public static HttpParseError Parse(ReadOnlySpan<byte> text, out int minor)
    {
        minor = 1;
        if (text.SequenceEqual("HTTP/1.1"u8))
            return HttpParseError.None;
        minor = 0;
        if (text.SequenceEqual("HTTP/1.0"u8))
            return HttpParseError.None;
        return IsWellFormed(text) ? HttpParseError.UnsupportedVersion : HttpParseError.BadVersion;
    }

    private static bool IsWellFormed(ReadOnlySpan<byte> text) =>
        text.Length == Length
        && text.StartsWith("HTTP/"u8)
        && char.IsAsciiDigit((char)text[5]) && text[6] == '.' && char.IsAsciiDigit((char)text[7]);
}
