using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Text.Binding;

internal static class AuthorizationPolicyBinder
{
    public static AuthorizationPolicyRule Bind(ResourceMeta meta, Fieldset spec) => new()
    {
        Meta = meta,
        Action = spec.Choice("action",
            ("ALLOW", AuthorizationActionRule.Allow), ("DENY", AuthorizationActionRule.Deny),
            ("AUDIT", AuthorizationActionRule.Audit), ("CUSTOM", AuthorizationActionRule.Custom)),
        Selector = CommonBinder.Selector(spec, "selector", "matchLabels"),
        TargetRefs = CommonBinder.TargetRefs(spec),
        Rules = spec.Objects("rules", Rule, nullIsEmpty: true),
        HasRules = spec.ObjectsOrNull("rules", static (_, _) => true) is not null,
        HasProvider = spec.Child("provider").Exists,
        ProviderName = spec.Child("provider").Text("name"),
        SpecSource = spec.Exists ? spec.Source : meta.Source,
    };

    private static AuthorizationRuleRule Rule(Fieldset fields, int position) => new()
    {
        Position = position,
        From = fields.ObjectsOrNull("from", (f, _) => Source(f.Child("source"), f)),
        To = fields.ObjectsOrNull("to", (t, _) => Operation(t.Child("operation"), t)),
        When = fields.Objects("when", (w, _) => new ConditionRule(w.Text("key"), w.Texts("values"), w.Texts("notValues"), w.Source)),
        Source = fields.Source,
    };

    private static SourceMatchRule Source(Fieldset fields, Fieldset owner) => new()
    {
        Principals = fields.Texts("principals"),
        NotPrincipals = fields.Texts("notPrincipals"),
        RequestPrincipals = fields.Texts("requestPrincipals"),
        NotRequestPrincipals = fields.Texts("notRequestPrincipals"),
        Namespaces = fields.Texts("namespaces"),
        NotNamespaces = fields.Texts("notNamespaces"),
        ServiceAccounts = fields.Texts("serviceAccounts"),
        NotServiceAccounts = fields.Texts("notServiceAccounts"),
        TrustDomains = fields.Texts("trustDomains"),
        NotTrustDomains = fields.Texts("notTrustDomains"),
        IpBlocks = fields.Texts("ipBlocks"),
        NotIpBlocks = fields.Texts("notIpBlocks"),
        RemoteIpBlocks = fields.Texts("remoteIpBlocks"),
        NotRemoteIpBlocks = fields.Texts("notRemoteIpBlocks"),
        Source = fields.Exists ? fields.Source : owner.Source,
    };

    private static OperationMatchRule Operation(Fieldset fields, Fieldset owner) => new()
    {
        Hosts = fields.Texts("hosts"),
        NotHosts = fields.Texts("notHosts"),
        Ports = fields.Texts("ports"),
        NotPorts = fields.Texts("notPorts"),
        Methods = fields.Texts("methods"),
        NotMethods = fields.Texts("notMethods"),
        Paths = fields.Texts("paths"),
        NotPaths = fields.Texts("notPaths"),
        Source = fields.Exists ? fields.Source : owner.Source,
    };
}
