using static EgressPipeline.Policy.Text.Schemas.Fields;

namespace EgressPipeline.Policy.Text.Schemas;

/// <summary>Fields of AuthorizationPolicy.spec.</summary>
internal static class AuthorizationPolicySchema
{
    private static readonly ValueSchema ServiceAccounts = new ListSchema(new TextSchema(320), maxItems: 16);

    private static readonly ValueSchema Source = Object(
        Field("principals", Texts), Field("notPrincipals", Texts),
        Field("namespaces", Texts), Field("notNamespaces", Texts),
        Field("serviceAccounts", ServiceAccounts), Field("notServiceAccounts", ServiceAccounts),
        Field("trustDomains", Texts), Field("notTrustDomains", Texts),
        Field("ipBlocks", Texts), Field("notIpBlocks", Texts),
        Field("remoteIpBlocks", Texts), Field("notRemoteIpBlocks", Texts),
        Field("requestPrincipals", Texts), Field("notRequestPrincipals", Texts));

    private static readonly ValueSchema Operation = Object(
        Field("hosts", Texts), Field("notHosts", Texts),
        Field("ports", Texts), Field("notPorts", Texts),
        Field("methods", Texts), Field("notMethods", Texts),
        Field("paths", Texts), Field("notPaths", Texts));

    private static readonly ValueSchema Condition = Object(
        Required("key", AnyText), Field("values", Texts), Field("notValues", Texts));

    private static readonly ValueSchema Rule = Object(
        Field("from", new ListSchema(Object(Field("source", Source)), maxItems: 512)),
        Field("to", List(Object(Field("operation", Operation)))),
        Field("when", List(Condition)));

    internal static readonly ValueSchema TargetRef = Object(
        Field("group", new TextSchema(253)), Required("kind", new TextSchema(63)), Required("name", new TextSchema(253)), Field("namespace", AnyText));

    public static readonly ObjectSchema Spec = new(
        [
            Field("action", new ChoiceSchema(["ALLOW", "DENY", "AUDIT", "CUSTOM"])),
            Field("rules", new ListSchema(Rule, maxItems: 512)),
            Field("selector", MatchLabelsSelector),
            NotYet("targetRef", TargetRef),
            NotYet("targetRefs", new ListSchema(TargetRef, maxItems: 16)),
            Field("provider", Object(Field("name", AnyText))),
        ],
        ["selector", "targetRef", "targetRefs"]);
}
