using System.Text.Json;
using EgressPipeline.TestKit;
using static EgressPipeline.EndToEnd.Tests.Cli.AccessRecords;

namespace EgressPipeline.EndToEnd.Tests.Cli;

public sealed class ReplayTests : IDisposable
{
    private const string Policies = """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: { name: api, namespace: shop }
        spec:
          hosts: [api.example]
          ports: [{ number: 80, name: http, protocol: HTTP }, { number: 8443, name: tls, protocol: TLS }]
          resolution: DNS
        ---
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: { name: orders, namespace: shop }
        spec:
          hosts: [orders.example]
          addresses: [10.1.2.3]
          ports: [{ number: 5432, name: tcp, protocol: TCP }]
          resolution: STATIC
          endpoints: [{ address: 10.1.2.3 }]
        ---
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: { name: callers, namespace: shop }
        spec:
          rules:
          - from: [{ source: { principals: [cluster.local/ns/shop/sa/web] } }]
            to: [{ operation: { ports: ["80", "5432", "8443"], notMethods: [DELETE] } }]
          - to: [{ operation: { ports: ["5432", "8443"] } }]

        """;

    private static readonly string Log =
        "ready: something else on standard output\n"
        + HttpCall("GET", "api.example", "/a?page=1", "allowed") + HttpCall("GET", "api.example", "/a?page=1", "allowed")
        + HttpCall("DELETE", "api.example", "/a", "not_allowed") + HttpCall("GET", "api.example", "/", "not_allowed", "cluster.local/ns/shop/sa/other")
        + TlsCall("api.example", "allowed", "192.0.2.1:8443") + TcpCall("10.1.2.3:5432", "allowed") + HttpCall("CONNECT", "other.example:443", "", "unregistered");

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task UnchangedPolicies_DecideAsRecorded()
    {
        var result = await Replay(Policies, Log);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("7 calls, 6 different: 7 decided as recorded, 0 newly allowed, 0 newly refused, 0 not judged\n", result.Output);
    }

    [Fact]
    public async Task ChangedPolicies_ShowWhatFlipsBothWays()
    {
        var result = await Replay(Policies.Replace("notMethods: [DELETE]", "methods: [DELETE]", StringComparison.Ordinal), Log);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"newly allowed:\n  1x  DELETE http://api.example/a from {Web}\n      recorded denied (not_allowed)\n      now allowed by AuthorizationPolicy/shop/callers#rules[0] (", result.Output, StringComparison.Ordinal);
        Assert.Contains($"newly refused:\n  2x  GET http://api.example/a?page=1 from {Web}\n      recorded allowed (allowed)\n      now denied by AuthorizationPolicy/shop/callers (", result.Output, StringComparison.Ordinal);
        Assert.Contains("nearest rule is AuthorizationPolicy/shop/callers#rules[0] (", result.Output, StringComparison.Ordinal);
        Assert.Contains("1 newly allowed, 2 newly refused", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnotherReason_IsShownButNoFlip()
    {
        var result = await Replay(Policies, HttpCall("GET", "other.example", "/", "port_not_declared"));

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("decided alike, for another reason:\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_HoldsEveryChange()
    {
        var result = await Replay(Policies, HttpCall("GET", "other.example", "/", "allowed") + TcpCall("nonsense", "allowed"), "--format", "json");

        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal(1, result.ExitCode);
        Assert.Equal("unregistered", json.RootElement.GetProperty("newly_refused")[0].GetProperty("now").GetProperty("verdict").GetString());
        Assert.Contains("no IP:PORT", json.RootElement.GetProperty("not_judged")[0].GetProperty("problem").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallingProcess_IsReadFromTheRecord()
    {
        var policies = Policies.Replace("""ports: ["5432", "8443"] } }]""", """ports: ["5432"] } }]""" + "\n    when: [{ key: source.uid, values: [\"1000\"] }, { key: source.process, values: [/usr/bin/psql] }]", StringComparison.Ordinal)
            .Replace("""["80", "5432", "8443"]""", """["80"]""", StringComparison.Ordinal);
        var log = TcpCall("10.1.2.3:5432", "allowed", 1000, "/usr/bin/psql") + TcpCall("10.1.2.3:5432", "not_allowed", 1001, "/usr/bin/psql") + TcpCall("10.1.2.3:5432", "not_allowed");

        var result = await Replay(policies, log);

        Assert.Equal("3 calls, 3 different: 3 decided as recorded, 0 newly allowed, 0 newly refused, 0 not judged\n", result.Output);
        Assert.Equal(1, (await Replay(policies.Replace("/usr/bin/psql", "/usr/bin/other", StringComparison.Ordinal), log)).ExitCode);
    }

    [Fact]
    public async Task UnregisteredMode_IsTheSidecars()
    {
        var log = HttpCall("GET", "other.example", "/", "allowed_unregistered");

        Assert.Equal(1, (await Replay(Policies, log)).ExitCode);
        Assert.Equal(0, (await Replay("", log, "--unregistered", "allow")).ExitCode);
    }

    [Fact]
    public async Task Usage_WithoutRecordsOrPolicies_IsRefused()
    {
        Assert.Equal(2, (await Replay(Policies, "no record\n")).ExitCode);
        Assert.Equal(2, (await EgressProcess.RunVerbAsync("replay", _folder.File("missing.log"), "--policies", _folder.File("policies.yaml"))).ExitCode);
        Assert.Equal(3, (await Replay(Policies.Replace("rules:", "ruels:", StringComparison.Ordinal), Log)).ExitCode);
    }

    private Task<ProgramResult> Replay(string policies, string log, params string[] flags) =>
        ExternalProgram.RunAsync(EgressProcess.Executable, ["replay", "-", "--policies", _folder.Write("policies.yaml", policies), .. flags], input: log);
}
