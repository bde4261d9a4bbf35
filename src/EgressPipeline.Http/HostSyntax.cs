namespace EgressPipeline.Http;

/// <summary>
/// The syntax of <c>host[:port]</c> (RFC 3986 §3.2.2) as far as an outbound proxy takes it: names of letters, digits
/// and <c>- . _ ~</c>, IPv4, bracketed IPv6. No user information, no sub-delims, no percent-encoding, no zones.
/// </summary>
public static class HostSyntax
{
    private const int MaxPortDigits = 5;

    /// <summary>Whether the text is a host with an optional port; the port may be empty (<c>host:</c>) as the RFC has it.</summary>
    public static bool IsHost(ReadOnlySpan<byte> text) => TrySplit(text, out _);

    /// <summary>Whether the text is a host with a port from 1 to 65535, the form CONNECT demands.</summary>
    public static bool IsHostWithPort(ReadOnlySpan<byte> text) => TrySplit(text, out var port) && port > 0;

    // port: 0 when absent or empty.
    private static bool TrySplit(ReadOnlySpan<byte> text, out int port)
    {
        port = 0;
        if (text.IsEmpty)
            return false;
        var hostEnd = text[0] == '[' ? text.IndexOf((byte)']') + 1 : text.IndexOf((byte)':');
        if (text[0] == '[')
        {
            if (hostEnd == 0 || !Ipv6Syntax.IsAddress(text[1..(hostEnd - 1)]))
                return false;
        }
        else
        {
            hostEnd = hostEnd < 0 ? text.Length : hostEnd;
            if (hostEnd == 0 || text[..hostEnd].ContainsAnyExcept(ByteSets.HostName))
                return false;
        }
        return TryReadPort(text[hostEnd..], out port);
    }

    private static bool TryReadPort(ReadOnlySpan<byte> text, out int port)
    {
        port = 0;
        if (text.IsEmpty)
            return true;
        if (text[0] != ':' || text.Length > MaxPortDigits + 1)
            return false;
        foreach (var digit in text[1..])
        {
            if (!char.IsAsciiDigit((char)digit))
                return false;
            port = (port * 10) + digit - '0';
        }
        return text.Length == 1 || port is > 0 and <= ushort.MaxValue;
    }
}
