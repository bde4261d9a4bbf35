using EgressPipeline.Pipeline;
using EgressPipeline.Telemetry.Metrics;

namespace EgressPipeline.Tls;

/// <summary>
/// When certificates end, so that somebody can be told before. Bounded by the policies: one series a client certificate file, one a
/// cluster that was connected to with TLS.
/// </summary>
internal static class CertificateMetrics
{
    /// <summary>A subject is text from outside: more of it than this is cut off.</summary>
    private const int MaxSubject = 256;

    public static void Register(MetricRegistry registry, TlsMaterialStore credentials, SnapshotSource snapshots)
    {
        registry.Observe("egress_client_certificate_expires_seconds", "When the client certificate in use ends to be valid, in seconds since 1970.", MetricKind.Gauge, sink => CollectClients(sink, credentials));
        registry.Observe("egress_upstream_certificate_expires_seconds", "When the certificate that a service showed last ends to be valid, in seconds since 1970.", MetricKind.Gauge, sink => CollectPeers(sink, snapshots));
    }

    private static void CollectClients(IMetricSink sink, TlsMaterialStore credentials)
    {
        // The same certificate may stand beside different roots.
        foreach (var files in credentials.All.Where(static known => known.Current?.ClientCertificateExpires is not null).GroupBy(static known => known.Files.ClientCertificate))
            if (files.First().Current is { ClientCertificateExpires: { } expires } material)
                sink.Value(LabelSet.Of("file", files.Key).With(new KeyValuePair<string, string>("subject", Cut(material.ClientCertificateSubject))), expires.ToUnixTimeSeconds());
    }

    private static void CollectPeers(IMetricSink sink, SnapshotSource snapshots)
    {
        if (!snapshots.IsPublished)
            return;
        foreach (var cluster in snapshots.Current.Clusters.All)
            if (cluster.Tls?.LastPeer is { Expires: { } expires } peer)
                sink.Value(LabelSet.Of("cluster", cluster.Plan.Name).With(new KeyValuePair<string, string>("subject", Cut(peer.Subject))), expires.ToUnixTimeSeconds());
    }

    private static string Cut(string subject) => subject.Length <= MaxSubject ? subject : subject[..MaxSubject];
}
