namespace EgressPipeline.Telemetry.AccessLogs;

/// <summary>Names of HTTP versions as Envoy prints them.</summary>
internal static class HttpVersions
{
    /// <summary>With JSON quotes.</summary>
    /// <param name="version">Minor version of HTTP/1, or 20 for HTTP/2.</param>
    public static ReadOnlySpan<byte> Quoted(int version) => version switch
    {
        0 => "\"HTTP/1.0\""u8,
        1 => "\"HTTP/1.1\""u8,
        _ => "\"HTTP/2\""u8,
    };

    public static ReadOnlySpan<byte> Plain(int version) => Quoted(version)[1..^1];
}
