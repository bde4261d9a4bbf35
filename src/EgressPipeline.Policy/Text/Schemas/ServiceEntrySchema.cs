using static EgressPipeline.Policy.Text.Schemas.Fields;

namespace EgressPipeline.Policy.Text.Schemas;

/// <summary>Fields of ServiceEntry.spec.</summary>
internal static class ServiceEntrySchema
{
    private static readonly ValueSchema Endpoint = Object(
        Field("address", new TextSchema(256)),
        Field("ports", new MapSchema(Port, maxItems: 128)),
        Field("labels", new MapSchema(AnyText, maxItems: 256)),
        NotYet("network", new TextSchema(2048)),
        Field("locality", new TextSchema(2048)),
        Field("weight", NaturalNumber),
        NotYet("serviceAccount", new TextSchema(253)));

    private static readonly ValueSchema ServicePort = Object(
        Required("number", Port),
        Required("name", new TextSchema(256)),
        Field("protocol", new TextSchema(256)),
        Field("targetPort", Port));

    public static readonly ObjectSchema Spec = Object(
        Required("hosts", new ListSchema(AnyText, minItems: 1, maxItems: 256)),
        Field("addresses", new ListSchema(new TextSchema(64), maxItems: 256)),
        Field("ports", new ListSchema(ServicePort, maxItems: 256)),
        Field("location", new ChoiceSchema(["MESH_EXTERNAL", "MESH_INTERNAL"])),
        Field("resolution", new ChoiceSchema(["NONE", "STATIC", "DNS", "DNS_ROUND_ROBIN", "DYNAMIC_DNS"])),
        Field("endpoints", new ListSchema(Endpoint, maxItems: 4096)),
        NotYet("workloadSelector", LabelsSelector),
        Field("exportTo", Texts),
        Field("subjectAltNames", Texts));
}
