using EgressPipeline.Policy.Text.Schemas;

namespace EgressPipeline.Policy.Text;

/// <summary>A kind that is compiled: its API group, the versions served, and its fields.</summary>
internal sealed class PolicyKind
{
    public const string ServiceEntry = "ServiceEntry";
    public const string VirtualService = "VirtualService";
    public const string DestinationRule = "DestinationRule";
    public const string AuthorizationPolicy = "AuthorizationPolicy";
    public const string Sidecar = "Sidecar";
    public const string PolicyTest = "PolicyTest";
    public const string FilterBinding = "FilterBinding";
    public const string RequestAuthentication = "RequestAuthentication";
    public const string EgressLimits = "EgressLimits";

    private const string OwnGroup = "egresspipeline.dev/";

    private static readonly string[] NetworkingVersions = ["networking.istio.io/v1", "networking.istio.io/v1beta1", "networking.istio.io/v1alpha3"];
    private static readonly string[] SecurityVersions = ["security.istio.io/v1", "security.istio.io/v1beta1"];
    private static readonly string[] OwnVersions = [OwnGroup + "v1"];

    private static readonly PolicyKind[] All =
    [
        new(ServiceEntry, "networking.istio.io/", NetworkingVersions, Fields.Required("spec", ServiceEntrySchema.Spec)),
        new(VirtualService, "networking.istio.io/", NetworkingVersions, Fields.Field("spec", VirtualServiceSchema.Spec)),
        new(DestinationRule, "networking.istio.io/", NetworkingVersions, Fields.Field("spec", DestinationRuleSchema.Spec)),
        new(AuthorizationPolicy, "security.istio.io/", SecurityVersions, Fields.Field("spec", AuthorizationPolicySchema.Spec)),
        new(RequestAuthentication, "security.istio.io/", SecurityVersions, Fields.Field("spec", RequestAuthenticationSchema.Spec)),
        new(Sidecar, "networking.istio.io/", NetworkingVersions, Fields.Field("spec", SidecarSchema.Spec)),
        new(PolicyTest, OwnGroup, OwnVersions, Fields.Required("spec", PolicyTestSchema.Spec)),
        new(FilterBinding, OwnGroup, OwnVersions, Fields.Required("spec", FilterBindingSchema.Spec)),
        new(EgressLimits, OwnGroup, OwnVersions, Fields.Required("spec", EgressLimitsSchema.Spec)),
    ];

    /// <summary>Kinds of the same API groups that an egress sidecar has no use for.</summary>
    private static readonly string[] OtherKinds =
        ["Gateway", "EnvoyFilter", "WorkloadEntry", "WorkloadGroup", "ProxyConfig", "PeerAuthentication"];

    private readonly string _name;
    private readonly string _group;
    private readonly string[] _versions;

    private PolicyKind(string name, string group, string[] versions, FieldSchema spec)
    {
        _name = name;
        _group = group;
        _versions = versions;
        Document = new ObjectSchema(
        [
            Fields.Field("apiVersion", Fields.AnyText),
            Fields.Field("kind", Fields.AnyText),
            Fields.Field("metadata", AnySchema.Instance),
            // What the cluster wrote is there when a policy was exported from it.
            Fields.Field("status", AnySchema.Instance),
            spec,
        ]);
    }

    /// <summary>The whole document's fields.</summary>
    public ObjectSchema Document { get; }

    /// <summary>The kind in its API group, or null when it is not compiled. The version may still not be served.</summary>
    public static PolicyKind? Find(string apiVersion, string kind)
    {
        foreach (var candidate in All)
            if (candidate._name == kind && apiVersion.StartsWith(candidate._group, StringComparison.Ordinal))
                return candidate;
        return null;
    }

    /// <summary>
    /// For a kind that is not compiled: what was probably meant when the API group is one of ours or Istio's but the kind is
    /// none of it, else null.
    /// </summary>
    public static string? FindMisspelling(string apiVersion, string kind)
    {
        if (!Array.Exists(All, k => apiVersion.StartsWith(k._group, StringComparison.Ordinal)))
            return null;
        var own = apiVersion.StartsWith(OwnGroup, StringComparison.Ordinal);
        if (!own && Array.IndexOf(OtherKinds, kind) >= 0)
            return null;
        var names = All.Where(k => k._group == OwnGroup == own).Select(k => k._name);
        return Spelling.Suggest(kind, own ? names : names.Concat(OtherKinds));
    }

    public bool IsServed(string apiVersion) => Array.IndexOf(_versions, apiVersion) >= 0;

    /// <summary>What to write instead of a version that is not served.</summary>
    public string VersionHint(string apiVersion)
    {
        var suggestion = Spelling.Suggest(apiVersion, _versions);
        return suggestion.Length > 0 ? suggestion : " (" + string.Join(", ", _versions) + ")";
    }
}
