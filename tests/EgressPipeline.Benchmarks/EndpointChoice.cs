using System.Net;
using BenchmarkDotNet.Attributes;
using EgressPipeline.Clusters;
using EgressPipeline.Policy;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Upstream;
using Microsoft.Extensions.Logging.Abstractions;

namespace EgressPipeline.Benchmarks;

/// <summary>One endpoint out of a thousand, keys of consistent hashing at hand.</summary>
public class EndpointChoice
{
    private const int Keys = 1024;
    private const string PeakEwma = "simple: UNSPECIFIED";

    private readonly PickRequest[] _requests = [.. Enumerable.Range(0, Keys).Select(i => new PickRequest { Hash = (ulong)i * 0x9E37_79B9_7F4A_7C15 })];
    private ClusterState _cluster = null!;

    [Params("simple: LEAST_REQUEST", PeakEwma, "consistentHash: { httpHeaderName: x }", "consistentHash: { httpHeaderName: x, maglev: { tableSize: 65537 } }")]
    public string Balancer { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var endpoints = string.Concat(Enumerable.Range(0, 1000).Select(i => $"  - {{ address: 192.0.{2 + (i / 250)}.{i % 250} }}\n"));
        var policy = $$"""
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: { name: api }
            spec:
              hosts: [api.example.com]
              ports:
              - { number: 80, name: http, protocol: HTTP }
              resolution: STATIC
              endpoints:
            {{endpoints}}---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: { name: api{{(Balancer == PeakEwma ? ", annotations: { egresspipeline.dev/load-balancer: PEAK_EWMA }" : "")}} }
            spec:
              host: api.example.com
              trafficPolicy:
                loadBalancer: { {{Balancer}} }
            """;
        var plan = PolicyCompiler.Compile([new PolicyFile("policy.yaml", policy)], WorkloadContext.Unknown).Plan!;
        _cluster = new ClusterState(plan.Clusters[0], new UpstreamServices(new UpstreamOptions(), TimeProvider.System, _ => false, NullLogger.Instance));
        if (_cluster.Endpoints().Count != 1000)
            throw new InvalidOperationException("not every endpoint was admitted");
        foreach (var endpoint in _cluster.Endpoints())
            endpoint.Latency?.Observe(TimeSpan.FromMilliseconds(10));
    }

    [Benchmark(Description = "one endpoint of 1,000", OperationsPerInvoke = Keys)]
    public int Choose()
    {
        var chosen = 0;
        foreach (var request in _requests)
        {
            var picking = _cluster.PickAsync(request, CancellationToken.None);
            if (picking.IsCompletedSuccessfully && picking.Result.Endpoint is not null)
                chosen++;
        }
        return chosen;
    }
}
