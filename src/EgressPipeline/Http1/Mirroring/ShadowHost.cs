namespace EgressPipeline.Http1.Mirroring;

/// <summary>The host that a mirror sees: Envoy's <c>-shadow</c> behind the name and before the port.</summary>
internal static class ShadowHost
{
    /// <summary>The host with its suffix; an IPv6 address, which could not have one, as it is.</summary>
    public static byte[] Of(ReadOnlySpan<byte> host)
    {
        if (host.StartsWith("["u8))
            return host.ToArray();
        var colon = host.IndexOf((byte)':');
        var name = colon < 0 ? host : host[..colon];
        return [.. name, .. "-shadow"u8, .. host[name.Length..]];
    }
}
