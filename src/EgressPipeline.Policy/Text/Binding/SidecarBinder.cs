using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Text.Binding;

internal static class SidecarBinder
{
    public static SidecarRule Bind(ResourceMeta meta, Fieldset spec) => new()
    {
        Meta = meta,
        WorkloadSelector = CommonBinder.Selector(spec, "workloadSelector", "labels"),
        Egress = spec.Objects("egress", Egress),
        OutboundTrafficPolicy = spec.Object("outboundTrafficPolicy", Outbound),
        HasInbound = spec.Child("inboundConnectionPool").Exists || spec.Objects("ingress", static (_, _) => true).Length > 0,
    };

    private static EgressListenerRule Egress(Fieldset fields, int position) => new()
    {
        Port = fields.Object("port", p => CommonBinder.Port(p, 0)),
        Bind = fields.Text("bind"),
        CaptureMode = fields.Text("captureMode"),
        Hosts = fields.Texts("hosts"),
        Source = fields.Source,
    };

    private static OutboundTrafficPolicyRule Outbound(Fieldset fields) => new(
        // The first value of Istio's enum is the default of a block that is written.
        fields.Choice("mode", ("REGISTRY_ONLY", OutboundTrafficMode.RegistryOnly), ("ALLOW_ANY", OutboundTrafficMode.AllowAny))
            ?? new Located<OutboundTrafficMode>(OutboundTrafficMode.RegistryOnly, fields.Source),
        fields.Object("egressProxy", CommonBinder.Destination),
        fields.Source);
}
