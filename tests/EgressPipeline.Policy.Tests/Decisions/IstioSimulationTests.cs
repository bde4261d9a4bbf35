using System.Text.Json;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Tests.Compilation;
using EgressPipeline.TestKit;

namespace EgressPipeline.Policy.Tests.Decisions;

/// <summary>Where Istio's simulation sends a call, ours goes too (differences on purpose are listed in docs/conformance.md).</summary>
public sealed class IstioSimulationTests
{
    // Refused on purpose: two TCP services that claim one range cannot both be meant.
    private static readonly string[] Refused = ["identical CIDR (ignoring insignificant bits) is dropped"];

    [Fact]
    public void Passthrough_UnknownHost_FollowsTheMode()
    {
        Assert.SkipUnless(Corpus.Exists, Corpus.Absent);
        using var document = Read("istio-simulation-passthrough");
        var checkedCases = 0;
        foreach (var item in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            var expected = item.GetProperty("expectCluster").GetString() ?? item.GetProperty("expectVirtualHost").GetString();
            if (expected is null)
                continue;
            var isRegistryOnly = item.GetProperty("mode").GetString() == "REGISTRY_ONLY";
            var plan = TestPolicies.Plan(IstioIo(item.GetProperty("serviceEntryHasVip").GetBoolean()),
                WorkloadContext.Unknown with { Unregistered = isRegistryOnly ? UnregisteredMode.Deny : UnregisteredMode.Allow });
            var wanted = expected is "block_all" or "BlackHoleCluster" ? DecisionReason.Unregistered : DecisionReason.AllowedUnregistered;
            Assert.Equal(wanted, Call(item.GetProperty("call"), item.GetProperty("port").GetInt32()).Decide(plan).Reason);
            checkedCases++;
        }
        Assert.True(checkedCases > 150, $"only {checkedCases} cases were there");
    }

    [Fact]
    public void ServiceEntry_Configurations_ReachTheSameCluster()
    {
        Assert.SkipUnless(Corpus.Exists, Corpus.Absent);
        using var document = Read("istio-simulation-serviceentry");
        foreach (var family in document.RootElement.GetProperty("tests").EnumerateObject())
            foreach (var test in family.Value.EnumerateArray())
                if (test.TryGetProperty("config", out var config) && config.GetString() is { } yaml && yaml.Contains("apiVersion", StringComparison.Ordinal))
                    CheckServiceEntry(test, yaml);
    }

    private static void CheckServiceEntry(JsonElement test, string yaml)
    {
        var result = TestPolicies.Compile(WorkloadContext.Unknown with { Unregistered = UnregisteredMode.Allow }, yaml);
        if (Refused.Contains(test.GetProperty("name").GetString()))
        {
            Assert.Null(result.Plan);
            return;
        }
        Assert.NotNull(result.Plan);
        foreach (var item in test.GetProperty("calls").EnumerateArray())
        {
            var call = item.GetProperty("Call");
            var expected = item.GetProperty("Result").GetProperty("ClusterMatched").GetString()!;
            if (expected == "PassthroughCluster")
                expected = nameof(DecisionReason.AllowedUnregistered);
            Assert.Equal(expected, Call(call, call.GetProperty("Port").GetInt32()).Target(result.Plan));
        }
    }

    private static TestCall Call(JsonElement call, int port)
    {
        var host = Text(call, "hostHeader") ?? Text(call, "HostHeader") ?? "";
        var sni = Text(call, "Sni") ?? host;
        var tls = Text(call, "tls") ?? Text(call, "TLS");
        var protocol = Text(call, "protocol") ?? Text(call, "Protocol") ?? "TCP";
        var address = Text(call, "Address") ?? "203.0.113.77";
        var isTls = tls is not (null or "Plaintext") || Text(call, "Sni") is not null;
        var made = isTls ? TestCall.Tls(sni, port)
            : protocol.Contains("HTTP", StringComparison.Ordinal) ? TestCall.Http(host, port)
            : TestCall.Tcp(address, port);
        return made with { DestinationIp = address };
    }

    private static string IstioIo(bool hasAddress) => $$"""
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: { name: se }
        spec:
          hosts: [istio.io]
          {{(hasAddress ? "addresses: [1.2.3.4]" : "location: MESH_EXTERNAL")}}
          resolution: DNS
          ports:
          - { number: 80, name: http, protocol: HTTP }
          - { number: 82, name: tcp, protocol: TCP }
          - { number: 83, name: tls, protocol: TLS }
          - { number: 84, name: https, protocol: HTTPS }
          - { number: 85, name: grpc, protocol: GRPC }
          - { number: 86, name: http2, protocol: HTTP2 }

        """;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    private static JsonDocument Read(string name) => JsonDocument.Parse(File.ReadAllText(Corpus.Path("vectors/" + name + ".json")));
}
