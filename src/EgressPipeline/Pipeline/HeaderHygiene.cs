using System.Text;
using EgressPipeline.Http;

namespace EgressPipeline.Pipeline;

/// <summary>Which headers never leave for an external service.</summary>
internal static class HeaderHygiene
{
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
