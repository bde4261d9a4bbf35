using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Text.Binding;

/// <summary>Pieces that several kinds share.</summary>
internal static class CommonBinder
{
    public static LabelSelectorRule? Selector(Fieldset owner, string name, string labels) =>
        owner.Object(name, selector => new LabelSelectorRule(selector.TextMap(labels), selector.Source));

    public static TargetRefRule[] TargetRefs(Fieldset owner) =>
        owner.Object("targetRef", r => TargetRef(r, 0)) is { } single ? [single] : owner.Objects("targetRefs", TargetRef);

    public static DestinationRefRule Destination(Fieldset fields) => new()
    {
        Host = fields.Text("host"),
        Subset = fields.Text("subset"),
        Port = fields.Child("port").Integer("number"),
        HasPort = fields.Child("port").Exists,
        Source = fields.Source,
    };

    public static ServicePortRule Port(Fieldset fields, int position)
    {
        var protocol = fields.Text("protocol");
        return new ServicePortRule
        {
            Number = fields.Integer("number"),
            Name = fields.Text("name"),
            ProtocolText = protocol,
            Protocol = protocol is null ? null : Protocol(protocol.Value),
            TargetPort = fields.Integer("targetPort"),
            Source = fields.Source,
        };
    }

    private static TargetRefRule TargetRef(Fieldset fields, int position) =>
        new(fields.Text("group"), fields.Text("kind"), fields.Text("name"), fields.Text("namespace"), fields.Source);

    /// <summary>The protocol in any case, or null when it is none that is served. Redis and MySQL are opaque to a proxy.</summary>
    private static PortProtocol? Protocol(string text) => text.ToLowerInvariant() switch
    {
        "http" or "grpc-web" => PortProtocol.Http,
        "http2" => PortProtocol.Http2,
        "grpc" => PortProtocol.Grpc,
        "https" => PortProtocol.Https,
        "tls" => PortProtocol.Tls,
        "tcp" or "redis" or "mysql" => PortProtocol.Tcp,
        "mongo" => PortProtocol.Mongo,
        _ => null,
    };
}
