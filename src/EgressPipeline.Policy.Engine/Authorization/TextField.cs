namespace EgressPipeline.Policy.Authorization;

/// <summary>The texts of a call that a <see cref="TextClause"/> reads.</summary>
public enum TextField
{
    Principal,
    Namespace,
    TrustDomain,
    Method,
    Path,
    Scheme,
    Sni,

    /// <summary>Something no call to the sidecar carries: Envoy's filter metadata.</summary>
    NeverPresent,
}
