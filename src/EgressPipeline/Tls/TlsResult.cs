namespace EgressPipeline.Tls;

/// <summary>A secured channel, or why there is none.</summary>
internal readonly record struct TlsResult(TlsChannel? Channel, string Problem)
{
    public static TlsResult Secured(TlsChannel channel) => new(channel, "");

    public static TlsResult Failed(string problem) => new(null, problem);
}
