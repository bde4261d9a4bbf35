namespace EgressPipeline.Telemetry;

/// <summary>
/// The source_* labels: who this sidecar speaks for. Fixed for the life of the process; <c>unknown</c> where nothing is known.
/// </summary>
internal sealed record WorkloadLabels
{
    private const string Unknown = "unknown";

    public string Workload { get; init; } = Unknown;

    public string Namespace { get; init; } = Unknown;

    /// <summary>With the scheme, as Istio prints it: <c>spiffe://cluster.local/ns/shop/sa/web</c>.</summary>
    public string Principal { get; init; } = Unknown;

    public string App { get; init; } = Unknown;

    public string Version { get; init; } = Unknown;

    public string Cluster { get; init; } = Unknown;

    public string CanonicalService { get; init; } = Unknown;

    /// <summary>Istio's default for a workload without a version is <c>latest</c>.</summary>
    public string CanonicalRevision { get; init; } = "latest";

    /// <summary>What a workload's Kubernetes labels say, by Istio's rules.</summary>
    /// <param name="principal">SPIFFE id without the scheme; empty when unknown.</param>
    /// <param name="ns">Namespace; empty when unknown.</param>
    /// <param name="labels">The pod's labels.</param>
    public static WorkloadLabels From(string principal, string ns, IReadOnlyDictionary<string, string> labels)
    {
        var app = First(labels, "app", "app.kubernetes.io/name");
        var version = First(labels, "version", "app.kubernetes.io/version");
        var service = First(labels, "service.istio.io/canonical-name", "app.kubernetes.io/name", "app");
        var revision = First(labels, "service.istio.io/canonical-revision", "app.kubernetes.io/version", "version");
        return new WorkloadLabels
        {
            Workload = service,
            Namespace = ns.Length == 0 ? Unknown : ns,
            Principal = principal.Length == 0 ? Unknown : "spiffe://" + principal,
            App = app,
            Version = version,
            CanonicalService = service,
            CanonicalRevision = revision == Unknown ? "latest" : revision,
        };
    }

    private static string First(IReadOnlyDictionary<string, string> labels, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (labels.TryGetValue(name, out var value) && value.Length > 0)
                return value;
        return Unknown;
    }
}
