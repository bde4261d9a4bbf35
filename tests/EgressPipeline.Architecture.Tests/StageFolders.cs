namespace EgressPipeline.Architecture.Tests;

/// <summary>
/// Who may use whom inside src/EgressPipeline. Folder = namespace. A folder that is in none of the lists fails the test:
/// decide what it is when you add it.
/// </summary>
internal static class StageFolders
{
    /// <summary>Put the stages together; may use every folder.</summary>
    public static readonly string[] Composition = ["Pipeline", "Hosting", "Http1", "Http2", "Streams", "Clusters", "Policies", "Filters", "Plugins", "Composition"];

    /// <summary>Types that stages meet at: every folder may use them.</summary>
    public static readonly string[] Shared = ["Pipeline", "Hosting", "Clusters", "Upstream", "Telemetry", "Transport", "Listening", "Filters", "Limits"];

    /// <summary>One step each; use only themselves and what is shared. A stage never calls a stage.</summary>
    public static readonly string[] Stages =
        ["Admin", "Authentication", "Authorization", "Dns", "Faults", "Interception", "LoadBalancing", "Outliers", "Registry", "Relay", "Retry", "Routing", "Sniffing", "Tls"];

    /// <summary>The exceptions, each with its reason.</summary>
    public static readonly (string From, string To, string Reason)[] Exceptions =
    [
        ("Upstream", "Tls", "securing is a step of connecting: a pooled connection is one that has been secured"),
        ("Upstream", "Registry", "UpstreamServices hands the resolver and the address guard to whoever dials"),
        ("Upstream", "LoadBalancing", "UpstreamServices hands out the random source that tests seed"),
        ("Dns", "Registry", "answers are judged by the address classes that dials are, and resolv.conf is read in one place"),
        ("Registry", "LoadBalancing", "the jitter of refreshes comes from the same random source"),
    ];

    public static bool Allows(string from, string to) =>
        from == to || Composition.Contains(from) || Shared.Contains(to) || Exceptions.Any(e => e.From == from && e.To == to);
}
