using System.Text.Json;
using EgressPipeline.Policy.Tests.Compilation;
using EgressPipeline.TestKit;

namespace EgressPipeline.Policy.Tests.Decisions;

/// <summary>
/// Istio's TestSidecarRoutes: which VirtualService governs a host under wildcards, namespaces and Sidecars. Destinations
/// that Istio leaves undeclared are declared here, because to us a dangling destination is an error.
/// </summary>
public sealed class IstioSidecarRouteTests
{
    // Two VirtualServices for one host: Istio takes the oldest, we refuse both (docs/conformance.md).
    private static readonly string[] Contradicting = ["multiple rules 8080", "same namespace conflict"];

    // Istio serves a host without a service on port 80 only; here any port is served whose destination is declared.
    private static readonly string[] AnyPort = ["unknown port 8080", "unknown port 8080 match 8080"];

    [Fact]
    public void VirtualServices_AndSidecars_GovernTheSameHosts()
    {
        Assert.SkipUnless(Corpus.Exists, Corpus.Absent);
        using var document = JsonDocument.Parse(File.ReadAllText(Corpus.Path("vectors/istio-simulation-sidecar.json")));
        var checkedRoutes = 0;
        foreach (var test in document.RootElement.GetProperty("tests").GetProperty("TestSidecarRoutes").EnumerateArray())
        {
            var name = test.GetProperty("name").GetString()!;
            var result = TestPolicies.Compile(TestPolicies.Workload(test.GetProperty("proxy").GetString()!), Yaml(test));
            if (Contradicting.Contains(name))
            {
                Assert.Null(result.Plan);
                continue;
            }
            Assert.True(result.Plan is not null, name + ": " + string.Join("\n", result.Diagnostics));
            if (AnyPort.Contains(name) || test.GetProperty("expected").ValueKind != JsonValueKind.Object)
                continue;
            foreach (var expected in test.GetProperty("expected").EnumerateObject())
            {
                if (expected.Value.ValueKind != JsonValueKind.Array || expected.Name[0] == '*')
                    continue;
                var port = int.Parse(test.GetProperty("routeName").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
                Assert.Equal(name + " " + expected.Value[0].GetString(), name + " " + TestCall.Http(expected.Name, port).Target(result.Plan));
                checkedRoutes++;
            }
        }
        Assert.True(checkedRoutes >= 15, $"only {checkedRoutes} routes were checked");
    }

    private static string Yaml(JsonElement test)
    {
        var declared = new SortedSet<string>(StringComparer.Ordinal) { "known.default.svc.cluster.local", "alt-known.default.svc.cluster.local" };
        var yaml = "";
        foreach (var item in test.GetProperty("cfg").EnumerateArray())
        {
            var ns = item.GetProperty("Namespace").GetString()!;
            if (item.TryGetProperty("Egress", out var egress))
            {
                yaml += $"---\napiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata: {{ name: sc, namespace: {ns} }}\nspec:\n  egress: [{{ hosts: {egress.GetRawText()} }}]\n";
                continue;
            }
            var destination = item.GetProperty("Dest").GetString()!;
            declared.Add(destination);
            var hosts = item.TryGetProperty("Matches", out var matches) ? matches.GetRawText() : "[\"" + item.GetProperty("Match").GetString() + "\"]";
            var match = item.TryGetProperty("PortMatch", out var port) ? $"match: [{{ port: {port.GetInt32()} }}], " : "";
            yaml += $"---\napiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {{ name: vs-{destination}, namespace: {ns} }}\nspec:\n  hosts: {hosts}\n  http:\n  - {{ {match}route: [{{ destination: {{ host: {destination} }} }}] }}\n";
        }
        foreach (var host in declared)
            yaml += TestPolicies.Service(host, "80 HTTP", "8080 HTTP");
        return yaml;
    }
}
