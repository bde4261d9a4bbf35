using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Text.Binding;

internal static class VirtualServiceBinder
{
    public static VirtualServiceRule Bind(ResourceMeta meta, Fieldset spec) => new()
    {
        Meta = meta,
        Hosts = spec.Texts("hosts"),
        Gateways = spec.Texts("gateways"),
        Http = spec.Objects("http", HttpRouteBinder.Bind),
        Tls = spec.Objects("tls", TlsRoute),
        Tcp = spec.Objects("tcp", TcpRoute),
        ExportTo = spec.Texts("exportTo"),
    };

    private static TlsRouteRule TlsRoute(Fieldset fields, int position) => new()
    {
        Position = position,
        Match = fields.Objects("match", ConnectionMatch),
        Route = fields.Objects("route", HttpRouteBinder.Weighted),
        Source = fields.Source,
    };

    private static TcpRouteRule TcpRoute(Fieldset fields, int position) => new()
    {
        Position = position,
        Match = fields.Objects("match", ConnectionMatch),
        Route = fields.Objects("route", HttpRouteBinder.Weighted),
        Source = fields.Source,
    };

    private static ConnectionMatchRule ConnectionMatch(Fieldset fields, int position) => new()
    {
        SniHosts = fields.Texts("sniHosts"),
        DestinationSubnets = fields.Texts("destinationSubnets"),
        Port = fields.Integer("port"),
        SourceLabels = fields.TextMap("sourceLabels"),
        SourceNamespace = fields.Text("sourceNamespace"),
        Gateways = fields.Texts("gateways"),
        Source = fields.Source,
    };
}
