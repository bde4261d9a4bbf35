using System.Buffers;
using System.Diagnostics.Metrics;
using System.Text;
using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Telemetry;
using EgressPipeline.Telemetry.Metrics;

namespace EgressPipeline.Tests.Telemetry;

public sealed class EgressMetricsTests : IDisposable
{
    private readonly EgressMetrics _metrics = new(new WorkloadLabels { Workload = "web", Namespace = "shop", Principal = "spiffe://cluster.local/ns/shop/sa/web" });

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public void Record_OneRequest_IsWrittenWithIstiosNamesAndLabels()
    {
        _metrics.For(ClusterPlans.Named("api.example.com"), EgressMetrics.BlackHole).Record(200, ResponseFlags.None, true, 10, 1500, 7_500);

        const string labels = """reporter="source",source_workload="web",source_canonical_service="unknown",source_canonical_revision="latest",source_workload_namespace="shop",source_principal="spiffe://cluster.local/ns/shop/sa/web",source_app="unknown",source_version="unknown",source_cluster="unknown",destination_workload="unknown",destination_workload_namespace="unknown",destination_principal="unknown",destination_app="unknown",destination_version="unknown",destination_service="api.example.com",destination_canonical_service="unknown",destination_canonical_revision="latest",destination_service_name="api.example.com",destination_service_namespace="default",destination_cluster="unknown",request_protocol="http",response_code="200",response_flags="-",connection_security_policy="unknown" """;
        var samples = Scrape().Samples;
        Assert.Equal(1, samples[$"istio_requests_total{{{labels.Trim()}}}"]);
        Assert.Equal(7.5, samples[$"istio_request_duration_milliseconds_sum{{{labels.Trim()}}}"]);
        Assert.Equal(0, samples[$"istio_request_duration_milliseconds_bucket{{{labels.Trim()},le=\"5\"}}"]);
        Assert.Equal(1, samples[$"istio_request_duration_milliseconds_bucket{{{labels.Trim()},le=\"10\"}}"]);
        Assert.Equal(10, samples[$"istio_request_bytes_sum{{{labels.Trim()}}}"]);
        Assert.Equal(1, samples[$"istio_response_bytes_bucket{{{labels.Trim()},le=\"2500\"}}"]);
    }

    [Fact]
    public void Record_UndeclaredDestination_IsTheBlackHoleAndNotTheCalledName()
    {
        _metrics.For(null, EgressMetrics.BlackHole).Record(502, ResponseFlags.NoRoute, true, 0, 100, 200);

        Assert.Equal(1, Scrape().Single("istio_requests_total", "destination_service_name=\"BlackHoleCluster\"", "destination_service=\"unknown\"", "response_code=\"502\"", "response_flags=\"NR\""));
    }

    [Fact]
    public void Record_SeveralFlags_AreJoinedByCommas()
    {
        _metrics.For(null, EgressMetrics.Passthrough).Record(503, ResponseFlags.UpstreamConnectionFailure | ResponseFlags.RetryLimitExceeded, true, 0, 0, 1);

        Assert.Equal(1, Scrape().Single("istio_requests_total", "response_flags=\"UF,URX\""));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(14, "14")]
    [InlineData(77, "2")]
    [InlineData(-5, "2")]
    public void RecordGrpc_Status_IsALabelFromTheDefinedSet(int grpcStatus, string label)
    {
        _metrics.For(null, EgressMetrics.Passthrough).RecordGrpc(200, grpcStatus, ResponseFlags.None, true, 0, 0, 1);

        Assert.Equal(1, Scrape().Single("istio_requests_total", "request_protocol=\"grpc\"", $"grpc_response_status=\"{label}\""));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1000)]
    [InlineData(int.MaxValue)]
    public void Record_ImpossibleStatus_CountsAsNone(int status)
    {
        _metrics.For(null, EgressMetrics.Passthrough).Record(status, ResponseFlags.None, true, 0, 0, 1);

        Assert.Equal(1, Scrape().Single("istio_requests_total", "response_code=\"0\""));
    }

    [Fact]
    public void Record_StatusesWithoutEnd_ShareOneOverflowSeries()
    {
        var series = _metrics.For(ClusterPlans.Named("odd.example.com"), EgressMetrics.BlackHole);
        for (var status = 100; status < 1000; status++)
            series.Record(status, ResponseFlags.None, true, 0, 0, 1);

        var text = Scrape();
        Assert.Equal(RequestSeries.MaxOutcomes + 1, text.Count("istio_requests_total"));
        Assert.Equal(900 - RequestSeries.MaxOutcomes, text.Single("istio_requests_total", "response_code=\"other\""));
    }

    [Fact]
    public void Record_FromManyThreads_LosesNothing()
    {
        var series = _metrics.For(ClusterPlans.Named("busy.example.com"), EgressMetrics.BlackHole);
        Parallel.For(0, 8, worker =>
        {
            for (var i = 0; i < 5_000; i++)
                series.Record(200 + i % 40, ResponseFlags.None, worker % 2 == 0, 1, 2, i);
        });

        Assert.Equal(40_000, series.Requests.Sum(slot => slot.Requests));
        Assert.Equal(40, series.Requests.Length);
        Assert.Equal(20_000, series.Plaintext);
    }

    [Fact]
    public void Record_SteadyState_AllocatesNothing()
    {
        var series = _metrics.For(ClusterPlans.Named("api.example.com"), EgressMetrics.BlackHole);
        Run(1_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(10_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run(int count)
        {
            for (var i = 0; i < count; i++)
            {
                series.Record(i % 2 == 0 ? 200 : 503, ResponseFlags.None, true, 100, i, i);
                series.TcpOpened();
                series.TcpClosed(i, i, ResponseFlags.None);
                _metrics.Decisions[DecisionReason.Allowed].Increment();
            }
        }
    }

    [Fact]
    public void TcpClosed_Bytes_AreCountedUnderIstiosNames()
    {
        var series = _metrics.For(ClusterPlans.Named("db.example.com"), EgressMetrics.BlackHole);
        series.TcpOpened();
        series.TcpOpened();
        series.TcpClosed(sent: 300, received: 20, ResponseFlags.UpstreamClosed);

        var text = Scrape();
        Assert.Equal(2, text.Single("istio_tcp_connections_opened_total", "request_protocol=\"tcp\"", "response_flags=\"-\""));
        Assert.Equal(1, text.Single("istio_tcp_connections_closed_total", "response_flags=\"UC\""));
        Assert.Equal(300, text.Single("istio_tcp_sent_bytes_total", "response_flags=\"UC\""));
        Assert.Equal(20, text.Single("istio_tcp_received_bytes_total", "response_flags=\"UC\""));
        Assert.Equal(0, text.Count("istio_requests_total"));
    }

    [Fact]
    public void For_SameHostOnAnotherPort_IsTheSameSeries()
    {
        Assert.Same(_metrics.For(ClusterPlans.Named("api.example.com", port: 80), ""), _metrics.For(ClusterPlans.Named("api.example.com", port: 443), ""));
        Assert.NotSame(_metrics.For(ClusterPlans.Named("api.example.com"), ""), _metrics.For(ClusterPlans.Named("api.example.com", ns: "other"), ""));
    }

    [Fact]
    public void For_ThousandsOfUnusedDestinations_StaySmall()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
            _metrics.For(ClusterPlans.Named($"host{i}.example.com"), EgressMetrics.BlackHole);
        // Includes the plans that the test itself makes (about 600 bytes each).
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 10_000, 0, 2_000);
    }

    [Fact]
    public void WritePrometheus_EveryFamily_IsWellFormed()
    {
        _metrics.For(ClusterPlans.Named("api.example.com"), EgressMetrics.BlackHole).Record(200, ResponseFlags.None, false, 1, 2, 3);
        _metrics.PolicyPublished(Plans.Of("abc123", ClusterPlans.Named("api.example.com")), DateTimeOffset.UnixEpoch.AddSeconds(1_000));

        var text = Scrape();
        Assert.Equal(1, text.Single("egress_policy_info", "hash=\"abc123\""));
        Assert.Equal(1_000, text.Single("egress_policy_last_reload_timestamp_seconds"));
        Assert.Equal(1, text.Single("egress_policy_reloads_total", "result=\"ok\""));
        Assert.Equal(0, text.Single("egress_decisions_total", "reason=\"denied_by_rule\""));
        Assert.Equal(1, text.Single("egress_plaintext_requests_total", "destination_service=\"api.example.com\""));
        Assert.True(text.Single("process_resident_memory_bytes") > 1_000_000);
    }

    [Fact]
    public void WritePrometheus_HostileLabelValues_AreEscaped()
    {
        _metrics.Registry.Observe("egress_test", "Help with \\ and\nline feed.", MetricKind.Gauge, static sink =>
            sink.Value(LabelSet.Of("label", "a\"b\\c\nd{}=,é\uD800"), double.NaN));

        Assert.Contains("egress_test{label=\"a\\\"b\\\\c\\nd{}=,é\uFFFD\"} NaN\n", ScrapeText(), StringComparison.Ordinal);
        Assert.Contains("# HELP egress_test Help with \\\\ and\\nline feed.\n", ScrapeText(), StringComparison.Ordinal);
        Scrape();
    }

    [Fact]
    public void PolicyPublished_DestinationGoneForTwoPlans_IsForgotten()
    {
        var old = ClusterPlans.Named("old.example.com");
        _metrics.For(old, "").Record(200, ResponseFlags.None, true, 1, 1, 1);
        _metrics.PolicyPublished(Plans.Of("1", old), DateTimeOffset.UnixEpoch);
        _metrics.PolicyPublished(Plans.Of("2"), DateTimeOffset.UnixEpoch);
        Assert.Equal(1, Scrape().Count("istio_requests_total"));
        _metrics.PolicyPublished(Plans.Of("3"), DateTimeOffset.UnixEpoch);
        Assert.Equal(0, Scrape().Count("istio_requests_total"));
    }

    [Fact]
    public void PolicyRefused_Counts_AndKeepsTheHashInForce()
    {
        _metrics.PolicyPublished(Plans.Of("good"), DateTimeOffset.UnixEpoch.AddSeconds(5));
        _metrics.PolicyRefused(DateTimeOffset.UnixEpoch.AddSeconds(9));

        var text = Scrape();
        Assert.Equal(1, text.Single("egress_policy_info", "hash=\"good\""));
        Assert.Equal(1, text.Single("egress_policy_reloads_total", "result=\"failed\""));
        Assert.Equal(5, text.Single("egress_policy_published_timestamp_seconds"));
        Assert.Equal(9, text.Single("egress_policy_last_reload_timestamp_seconds"));
    }

    [Fact]
    public void Meter_Listener_SeesTheSameSlotsAndHistograms()
    {
        var series = _metrics.For(ClusterPlans.Named("api.example.com"), EgressMetrics.BlackHole);
        var seen = new Dictionary<string, double>();
        using var listener = new MeterListener
        {
            // Other tests have meters of that name too: only this one's.
            InstrumentPublished = (instrument, self) =>
            {
                if (ReferenceEquals(instrument.Meter, _metrics.Meter))
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
        {
            var code = tags.ToArray().FirstOrDefault(tag => tag.Key == "response_code").Value;
            if (instrument.Name.StartsWith("istio_request", StringComparison.Ordinal))
                seen[instrument.Name + ":" + code] = value;
        });
        listener.Start();
        series.Record(404, ResponseFlags.None, true, 11, 22, 33_000);
        listener.RecordObservableInstruments();

        Assert.Equal(1, seen["istio_requests_total:404"]);
        Assert.Equal(33, seen["istio_request_duration_milliseconds:404"]);
        Assert.Equal(11, seen["istio_request_bytes:404"]);
    }

    private ExpositionText Scrape() => ExpositionText.Parse(ScrapeText());

    private string ScrapeText()
    {
        var output = new ArrayBufferWriter<byte>();
        _metrics.WritePrometheus(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
