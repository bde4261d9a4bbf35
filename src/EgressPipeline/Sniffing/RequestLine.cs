using System.Buffers;

namespace EgressPipeline.Sniffing;

/// <summary>Tells an HTTP/1 request line from other text protocols that also begin with a word and a space.</summary>
internal static class RequestLine
{
    /// <summary>Longer words are no HTTP method anybody uses.</summary>
    private const int MaxMethod = 32;

    /// <summary>Empty lines before the request line that are tolerated (RFC 9112 §2.2).</summary>
    private const int MaxEmptyLines = 2;

    // RFC 9110 §5.6.2
    private static readonly SearchValues<byte> Token =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>True or false when the bytes decide it, null when more are needed.</summary>
    public static bool? Matches(ReadOnlySpan<byte> bytes)
    {
        if (!TrySkipEmptyLines(ref bytes))
            return null;
        var methodEnd = bytes.IndexOfAnyExcept(Token);
        if (methodEnd < 0)
            return bytes.Length > MaxMethod ? false : null;
        if (methodEnd is 0 or > MaxMethod || bytes[methodEnd] != ' ')
            return false;
        var lineEnd = bytes.IndexOf((byte)'\n');
        return lineEnd < 0 ? null : EndsWithVersion(bytes[methodEnd..lineEnd]);
    }

    /// <summary>
    /// True when an unfinished first line begins as a request of a common method does. Decides what is too long to be
    /// looked at whole, so that the HTTP reader can refuse it with a status.
    /// </summary>
    public static bool BeginsLikeRequest(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("GET /"u8) || bytes.StartsWith("GET http"u8)
        || bytes.StartsWith("POST /"u8) || bytes.StartsWith("POST http"u8)
        || bytes.StartsWith("PUT /"u8) || bytes.StartsWith("HEAD /"u8) || bytes.StartsWith("DELETE /"u8)
        || bytes.StartsWith("PATCH /"u8) || bytes.StartsWith("OPTIONS "u8) || bytes.StartsWith("CONNECT "u8);

    private static bool TrySkipEmptyLines(ref ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < MaxEmptyLines && !bytes.IsEmpty; i++)
        {
            if (bytes[0] == '\n')
                bytes = bytes[1..];
            else if (bytes[0] != '\r')
                break;
            else if (bytes.Length == 1)
                return false;
            else if (bytes[1] == '\n')
                bytes = bytes[2..];
        }
        return !bytes.IsEmpty;
    }

    // " target HTTP/1.1" with an optional CR; whatever the target is, the version says that this wants to be HTTP.
    private static bool EndsWithVersion(ReadOnlySpan<byte> afterMethod)
    {
        if (afterMethod[^1] == '\r')
            afterMethod = afterMethod[..^1];
        var version = afterMethod[(afterMethod.LastIndexOf((byte)' ') + 1)..];
        return version.Length == 8 && version.StartsWith("HTTP/"u8)
            && char.IsAsciiDigit((char)version[5]) && version[6] == '.' && char.IsAsciiDigit((char)version[7]);
    }
}
