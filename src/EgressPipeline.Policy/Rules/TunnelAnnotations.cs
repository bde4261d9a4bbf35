namespace EgressPipeline.Policy.Rules;

/// <summary>Annotations of a DestinationRule about its tunnel.</summary>
internal static class TunnelAnnotations
{
    /// <summary>Absolute path of a file with the value of Proxy-Authorization.</summary>
    public const string Authorization = "egresspipeline.dev/tunnel-authorization";

    /// <summary>Acknowledges that tls is with the target and not, as in Istio, with the proxy.</summary>
    public const string Tls = "egresspipeline.dev/tunnel-tls";

    /// <summary>The one value of <see cref="Tls"/>.</summary>
    public const string Inside = "inside";
}
