using System.Text;

namespace EgressPipeline.Http;

/// <summary>The syntax of a host_name in the server_name extension: an ASCII DNS name.</summary>
internal static class ServerNameSyntax
{
    private const int MaxLength = 253;
    private const int MaxLabel = 63;

    /// <summary>
    /// Reads a name. False for what is no DNS name (empty, NUL, other bytes, empty or overlong labels): such a hello is
    /// malformed. An IP literal gives an empty name.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> host, out string name)
    {
        name = "";
        if (!host.IsEmpty && (Ipv6Syntax.IsIpv4(host) || IsIpv6(host)))
            return true;
        if (!host.IsEmpty && host[^1] == '.')
            host = host[..^1];
        if (host.Length is 0 or > MaxLength || !HasValidLabels(host))
            return false;
        name = string.Create(host.Length, host, static (chars, bytes) =>
        {
            Ascii.ToLower(bytes, chars, out _);
        });
        return true;
    }

    private static bool IsIpv6(ReadOnlySpan<byte> host) =>
        Ipv6Syntax.IsAddress(host[0] == '[' && host[^1] == ']' ? host[1..^1] : host);

    private static bool HasValidLabels(ReadOnlySpan<byte> host)
    {
        while (true)
        {
            var length = host.IndexOf((byte)'.');
            var label = length < 0 ? host : host[..length];
            if (label.Length is 0 or > MaxLabel || label.ContainsAnyExcept(ByteSets.DnsLabel))
                return false;
            if (length < 0)
                return true;
            host = host[(length + 1)..];
        }
    }
}
