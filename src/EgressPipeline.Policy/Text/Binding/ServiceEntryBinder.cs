using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Text.Binding;

internal static class ServiceEntryBinder
{
    public static ServiceEntryRule Bind(ResourceMeta meta, Fieldset spec) => new()
    {
        Meta = meta,
        Hosts = spec.Texts("hosts"),
        Addresses = spec.Texts("addresses"),
        Ports = spec.Objects("ports", CommonBinder.Port),
        Location = spec.Text("location")?.Value == "MESH_INTERNAL" ? ServiceLocation.MeshInternal : ServiceLocation.MeshExternal,
        Resolution = spec.Choice("resolution",
            ("NONE", Resolution.None), ("STATIC", Resolution.Static), ("DNS", Resolution.Dns),
            ("DNS_ROUND_ROBIN", Resolution.DnsRoundRobin), ("DYNAMIC_DNS", Resolution.DynamicDns)),
        Endpoints = spec.Objects("endpoints", Endpoint),
        WorkloadSelector = CommonBinder.Selector(spec, "workloadSelector", "labels"),
        ExportTo = spec.Texts("exportTo"),
        SubjectAltNames = spec.Texts("subjectAltNames"),
    };

    private static EndpointRule Endpoint(Fieldset fields, int position) => new()
    {
        Address = fields.Text("address"),
        Ports = fields.IntegerMap("ports"),
        Labels = fields.TextMap("labels"),
        Network = fields.Text("network"),
        Locality = fields.Text("locality"),
        Weight = fields.Integer("weight"),
        ServiceAccount = fields.Text("serviceAccount"),
        Source = fields.Source,
    };
}
