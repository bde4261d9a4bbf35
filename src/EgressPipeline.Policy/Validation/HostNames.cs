using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Validation;

/// <summary>How a host in a document is understood.</summary>
internal static class HostNames
{
    /// <summary>
    /// The full name of a host as Istio resolves it: a name without dots belongs to the namespace of the document
    /// that says it.
    /// </summary>
    public static string Resolve(string host, string ns) =>
        host.IndexOf('.') >= 0 || HostPattern.IsWildcard(host)
            ? HostPattern.Normalize(host)
            : HostPattern.Normalize(host) + "." + ns + ".svc.cluster.local";
}
