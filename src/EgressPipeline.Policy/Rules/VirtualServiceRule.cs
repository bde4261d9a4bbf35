namespace EgressPipeline.Policy.Rules;

/// <summary>A VirtualService as written: how calls to its hosts are routed, first match wins.</summary>
public sealed record VirtualServiceRule : IPolicyRule
{
    public required ResourceMeta Meta { get; init; }
    public Located<string>[] Hosts { get; init; } = [];

    /// <summary>Empty = <c>mesh</c>, which is the only one the sidecar serves.</summary>
    public Located<string>[] Gateways { get; init; } = [];
    public HttpRouteRule[] Http { get; init; } = [];
    public TlsRouteRule[] Tls { get; init; } = [];
    public TcpRouteRule[] Tcp { get; init; } = [];
    public Located<string>[] ExportTo { get; init; } = [];

    /// <summary>True when sidecars are bound: no gateway is named, or <c>mesh</c> is among them.</summary>
    public bool AppliesToSidecars => Gateways.Length == 0 || Array.Exists(Gateways, g => g.Value == "mesh");
}
