using System.Buffers;
using System.Text;
using EgressPipeline.Http;

namespace EgressPipeline.Pipeline;

/// <summary>Which headers may be changed by filters, and which never leave for or come from an external service.</summary>
internal static class HeaderHygiene
{
    private static readonly SearchValues<byte> TokenBytes = SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);
    private static readonly SearchValues<byte> ForbiddenInValue = SearchValues.Create("\0\r\n"u8);

    /// <summary>Framing and hop-by-hop fields belong to the connection (RFC 9110 §7.6.1), never to a filter.</summary>
    public static bool IsFraming(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("content-length"u8) || name.SequenceEqual("transfer-encoding"u8) || name.SequenceEqual("connection"u8) ||
        name.SequenceEqual("host"u8) || name.SequenceEqual("upgrade"u8) || name.SequenceEqual("keep-alive"u8) ||
        name.SequenceEqual("te"u8) || name.SequenceEqual("trailer"u8) || name.SequenceEqual("proxy-connection"u8);

    public static bool IsToken(ReadOnlySpan<byte> name) => name.Length > 0 && !name.ContainsAnyExcept(TokenBytes);

    public static bool IsFieldValue(ReadOnlySpan<byte> value) => !value.ContainsAny(ForbiddenInValue);

    /// <summary>
    /// Takes mesh-internal fields off a request that leaves the mesh: what Envoy and Istio put there for each other,
    /// and credentials meant for a proxy.
    /// </summary>
    public static void StripForExternal(RequestHead head)
    {
        for (var i = 0; i < head.HeaderCount; i++)
        {
            var name = head.Name(i);
            if (IsMeshInternal(name))
            {
                head.Remove(name);
                i--; // fields of one name lie here and behind: the next one has moved up to this place
            }
        }
    }

    private static bool IsMeshInternal(ReadOnlySpan<byte> name)
    {
        if (name.Length < 7 || (name[0] | 0x20) is not ((byte)'x' or (byte)'b'))
            return false;
        return StartsWith(name, "x-envoy-"u8) || StartsWith(name, "x-istio-"u8) ||
            Ascii.EqualsIgnoreCase(name, "x-forwarded-client-cert"u8) || Ascii.EqualsIgnoreCase(name, "baggage"u8);
    }

    private static bool StartsWith(ReadOnlySpan<byte> name, ReadOnlySpan<byte> prefix) =>
        name.Length > prefix.Length && Ascii.EqualsIgnoreCase(name[..prefix.Length], prefix);
}
