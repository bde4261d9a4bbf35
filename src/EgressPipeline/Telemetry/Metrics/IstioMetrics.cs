using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Telemetry.Metrics;

/// <summary>Names, labels and families of Istio's standard metrics, so that existing dashboards and alerts work.</summary>
internal static class IstioMetrics
{
    public const string Requests = "istio_requests_total";
    public const string Duration = "istio_request_duration_milliseconds";
    public const string RequestBytes = "istio_request_bytes";
    public const string ResponseBytes = "istio_response_bytes";

    private const string Unknown = "unknown";

    /// <summary>The labels of this workload, in Istio's order; the first part of every series.</summary>
    public static LabelSet SourceLabels(WorkloadLabels source) => LabelSet.Empty.With(
        new("reporter", "source"),
        new("source_workload", source.Workload),
        new("source_canonical_service", source.CanonicalService),
        new("source_canonical_revision", source.CanonicalRevision),
        new("source_workload_namespace", source.Namespace),
        new("source_principal", source.Principal),
        new("source_app", source.App),
        new("source_version", source.Version),
        new("source_cluster", source.Cluster));

    /// <summary>Adds the labels of a destination. All values are from the plan: a called name that no policy declares is no label.</summary>
    /// <param name="source">From <see cref="SourceLabels"/>.</param>
    /// <param name="cluster">The declared destination, or null.</param>
    /// <param name="wellKnown">Istio's cluster name for what is not declared.</param>
    public static LabelSet DestinationLabels(LabelSet source, ClusterPlan? cluster, string wellKnown) => source.With(
        new("destination_workload", Unknown),
        new("destination_workload_namespace", Unknown),
        new("destination_principal", Unknown),
        new("destination_app", Unknown),
        new("destination_version", Unknown),
        new("destination_service", cluster?.Host ?? Unknown),
        new("destination_canonical_service", Unknown),
        new("destination_canonical_revision", "latest"),
        new("destination_service_name", cluster?.Host ?? wellKnown),
        new("destination_service_namespace", cluster?.Namespace ?? Unknown),
        new("destination_cluster", Unknown));

    /// <summary>Adds the families over all destinations.</summary>
    public static void Register(MetricRegistry registry, Func<IEnumerable<RequestSeries>> series)
    {
        AddRequests(registry, Requests, "Requests by destination and outcome.", MetricKind.Counter, series, static (sink, slot) => sink.Value(slot.Labels, slot.Requests));
        AddRequests(registry, Duration, "Duration of requests in milliseconds.", MetricKind.Histogram, series, static (sink, slot) => slot.WriteTo(sink, RequestSlot.Part.Duration, 1000));
        AddRequests(registry, RequestBytes, "Bytes of request bodies.", MetricKind.Histogram, series, static (sink, slot) => slot.WriteTo(sink, RequestSlot.Part.RequestBytes, 1));
        AddRequests(registry, ResponseBytes, "Bytes of response bodies.", MetricKind.Histogram, series, static (sink, slot) => slot.WriteTo(sink, RequestSlot.Part.ResponseBytes, 1));
        AddConnections(registry, "istio_tcp_sent_bytes_total", "Bytes to the application on relayed connections.", series, static slot => slot.Sent);
        AddConnections(registry, "istio_tcp_received_bytes_total", "Bytes from the application on relayed connections.", series, static slot => slot.Received);
        AddConnections(registry, "istio_tcp_connections_opened_total", "Relayed connections opened.", series, static slot => slot.Opened);
        AddConnections(registry, "istio_tcp_connections_closed_total", "Relayed connections closed.", series, static slot => slot.Closed);
    }

    private static void AddRequests(MetricRegistry registry, string name, string help, MetricKind kind, Func<IEnumerable<RequestSeries>> series, Action<IMetricSink, RequestSlot> write) =>
        registry.Add(new MetricFamily(name, help, kind, sink =>
        {
            foreach (var destination in series())
                foreach (var slot in destination.Requests)
                    write(sink, slot);
        }));

    private static void AddConnections(MetricRegistry registry, string name, string help, Func<IEnumerable<RequestSeries>> series, Func<TcpSlot, long> read) =>
        registry.Add(new MetricFamily(name, help, MetricKind.Counter, sink =>
        {
            foreach (var destination in series())
                foreach (var slot in destination.Connections)
                    sink.Value(slot.Labels, read(slot));
        }));
}
