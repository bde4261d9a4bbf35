using System.Text.Json;
using EgressPipeline.Policy.Authorization;
using EgressPipeline.Policy.Compilation;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Tests.Decisions;
using EgressPipeline.Policy.Text;
using EgressPipeline.Policy.Tokens;
using EgressPipeline.TestKit;

namespace EgressPipeline.Policy.Tests.Authorization;

/// <summary>
/// Our decision and that of the Envoy configuration Istio makes of the same policy agree, on random calls made of the
/// values the policies speak about.
/// </summary>
public sealed class EnvoyRbacAgreementTests
{
    private const int CallsPerCase = 2_000;

    [Fact]
    public void Decisions_OnIstiosOwnPolicies_AgreeWithEnvoy()
    {
        Assert.SkipUnless(Corpus.Exists, Corpus.Absent);
        using var document = JsonDocument.Parse(File.ReadAllText(Corpus.Path("vectors/istio-authz-builder.json")));
        var agreed = 0;
        foreach (var family in document.RootElement.GetProperty("tests").EnumerateObject())
        {
            var isHttp = family.Name.EndsWith("HTTP", StringComparison.Ordinal);
            foreach (var test in family.Value.EnumerateArray())
                if (IsOurs(test) && Check(isHttp ? "http" : "tcp", test))
                    agreed++;
        }
        Assert.True(agreed >= 8, $"only {agreed} cases were compared");
    }

    [Theory]
    [InlineData("http", "single-policy")]
    [InlineData("http", "multiple-policies")]
    [InlineData("http", "allow-empty-rule")]
    [InlineData("tcp", "deny-both-http-tcp")]
    [InlineData("tcp", "audit-both-http-tcp")]
    [InlineData("tcp", "allow-only-http")]
    public void Decisions_OnOneFilePolicies_AgreeWithEnvoy(string folder, string name)
    {
        Assert.SkipUnless(Corpus.Exists, Corpus.Absent);
        Compare(folder, name + "-in.yaml", [name + "-out.yaml"]);
    }

    // CUSTOM needs an authorizer, and aliases of the trust domain come from the mesh's configuration.
    private static bool IsOurs(JsonElement test)
    {
        var input = test.GetProperty("input").GetString()!;
        return !input.StartsWith("custom", StringComparison.Ordinal) && !input.Contains("td-aliases", StringComparison.Ordinal)
            && !input.Contains("principal-with-wildcard", StringComparison.Ordinal);
    }

    private static bool Check(string folder, JsonElement test)
    {
        Compare(folder, test.GetProperty("input").GetString()!, [.. test.GetProperty("want").EnumerateArray().Select(w => w.GetString()!)]);
        return true;
    }

    private static void Compare(string folder, string input, string[] outputs)
    {
        var plan = Plan(File.ReadAllText(Corpus.Path($"istio/authz/{folder}/{input}")));
        var filters = outputs.Select(o => EnvoyRbac.Parse(File.ReadAllText(Corpus.Path($"istio/authz/{folder}/{o}")))).OfType<EnvoyRbac>().ToArray();
        var random = new Random(17);
        for (var i = 0; i < CallsPerCase; i++)
        {
            var call = RandomCall(random, folder == "http" ? CallKind.Http : CallKind.Tcp);
            var ours = PolicyEngine.Authorize(plan, call.Facts(), new Decision { Reason = DecisionReason.Allowed }).IsAllowed;
            Assert.True(Envoy(filters, call) == ours, $"{input}: Envoy says {!ours}: {call}");
        }
    }

    private static bool Envoy(EnvoyRbac[] filters, TestCall call) =>
        !Array.Exists(filters, f => f.Action == "DENY" && f.Matches(call)) && Array.TrueForAll(filters, f => f.Action != "ALLOW" || f.Matches(call));

    private static EgressPlan Plan(string yaml)
    {
        // Read without the validator: what it refuses on purpose (Envoy's filter metadata, wide DENY rules) still has a defined decision.
        var documents = PolicyReader.Read([new PolicyFile("policy.yaml", yaml)]);
        var workload = new WorkloadContext("foo", new Dictionary<string, string> { ["app"] = "httpbin", ["version"] = "v1" }, UnregisteredMode.Deny);
        var authorization = new AuthorizationCompiler(new Visibility(workload), new DiagnosticBag()).Compile(DocumentOrder.Sort(documents.AuthorizationPolicies));
        return new EgressPlan
        {
            HostIndex = HostIndex.Build([]),
            Hosts = [],
            Addresses = AddressIndex.Empty,
            Clusters = [],
            Authorization = authorization,
            Unregistered = UnregisteredMode.Deny,
            Hash = "",
            Counts = new PlanCounts(1, 1, 0, 0, 0, 1, 0, 0),
        };
    }

    private static TestCall RandomCall(Random random, CallKind kind)
    {
        var isHttp = kind == CallKind.Http;
        return new TestCall(kind, isHttp ? Pick(random, "exact.com", "a.suffix.com", "prefix.org", "not-exact.com", "x.example.com", "example.com", "httpbin.foo") : "", 0)
        {
            Port = random.Next(6) switch { 0 => 80, 1 => 90, 2 => 91, 3 => 8080, 4 => 9090, _ => 8000 },
            Method = isHttp ? Pick(random, "GET", "POST", "method", "method-prefix-x", "x-suffix-method", "not-method", "HEAD", "DELETE") : "",
            Path = isHttp ? Pick(random, "/", "/exact", "/prefix/x", "/x/suffix", "/path/template/a", "/path/template/a/b", "/a/b/path/template", "/not-exact", "/info", "/data", "/headers") : "",
            Scheme = isHttp ? "http" : "",
            Sni = Pick(random, "", "exact.com", "a.suffix.com", "not-exact.com"),
            Caller = random.Next(8) switch
            {
                0 => null,
                1 => "spiffe://principal",
                2 => "spiffe://principal-prefix-a",
                3 => "spiffe://a-suffix-principal",
                _ => "spiffe://" + Pick(random, "cluster.local", "another.local", "bad.local", "td1") + "/ns/" + Pick(random, "ns", "ns-1", "ns-2", "ns-prefix-a", "foo", "my-ns", "not-ns", "bar")
                    + "/sa/" + Pick(random, "my-sa", "sa-only", "sleep", "not-sa", "default", "rule[0]-from[1]-principal[0]"),
            },
            SourceIp = Pick(random, "1.2.3.4", "5.6.7.8", "9.0.0.1", "10.10.10.10", "192.168.10.4", "90.10.10.10", "172.18.4.9", "8.8.8.8"),
            DestinationIp = Pick(random, "10.10.10.10", "192.168.10.1", "90.10.10.10", "8.8.4.4"),
            Claims = isHttp && random.Next(4) != 0 ? RandomClaims(random) : null,
            Headers = isHttp && random.Next(2) == 0 ? [("x-header", Pick(random, "header", "header-prefix-a", "a-suffix-header", "not-header", "z"))] : [],
        };
    }

    private static RequestClaims RandomClaims(Random random)
    {
        var claims = new Dictionary<string, ClaimValue>
        {
            ["iss"] = Text(random, "requestPrincipals", "requestPrincipals-prefix-a", "id-1", "id-2", "https://example.com", "not-requestPrincipals", "iss", "iss-prefix-a", "a-suffix-iss", "not-iss"),
            ["sub"] = Text(random, "", "id-1", "a-suffix-requestPrincipals", "a-not-suffix-requestPrincipals", "z"),
            ["aud"] = Texts(random, "audiences", "audiences-prefix-a", "a-suffix-audiences", "not-audiences", "z"),
            ["azp"] = Texts(random, "presenter", "presenter-prefix-a", "a-suffix-presenter", "not-presenter", "z"),
            ["nested1"] = ClaimValue.Object(new Dictionary<string, ClaimValue> { ["nested2"] = Texts(random, "nested", "nested-prefix-a", "a-suffix-nested", "not-nested", "z") }),
        };
        claims.Remove(Pick(random, "iss", "sub", "aud", "azp", "nested1", "none", "none", "none", "none"));
        return new RequestClaims(ClaimValue.Object(claims));
    }

    private static ClaimValue Text(Random random, params string[] values) => ClaimValue.Text(Pick(random, values));

    // Also lists of none, of one and of two.
    private static ClaimValue Texts(Random random, params string[] values) =>
        random.Next(2) == 0 ? Text(random, values) : ClaimValue.List(Enumerable.Range(0, random.Next(3)).Select(_ => Pick(random, values)));

    private static string Pick(Random random, params string[] values) => values[random.Next(values.Length)];
}
