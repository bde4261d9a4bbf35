using EgressPipeline.TestKit;
using static EgressPipeline.EndToEnd.Tests.Cli.AccessRecords;

namespace EgressPipeline.EndToEnd.Tests.Cli;

public sealed class SuggestTests : IDisposable
{
    private const string Host = "api.example.com";

    private readonly TempFolder _folder = new();

    private static readonly string Service = PolicyText.Service(Host, 80, "HTTP", new System.Net.IPEndPoint(System.Net.IPAddress.Parse("192.0.2.1"), 80));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task RefusedCalls_OfARealSidecar_AreLetThroughByTheSuggestion()
    {
        await using var scene = await Scene.StartAsync(PolicyText.Join(Service, Readers("default")), "--identity", "spiffe://cluster.local/ns/default/sa/web");
        await scene.SendAsync($"POST http://{Host}/refused?x=1 HTTP/1.1\r\nHost: {Host}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        await scene.GetAsync("http://unknown.example.net:8080/v1/items");
        Assert.Equal(502, (await scene.SendAsync("CONNECT secure.example.net:443 HTTP/1.1\r\nHost: secure.example.net:443\r\n\r\n")).Status);
        await scene.RecordAsync("secure.example.net");
        _folder.Write("access.log", scene.Egress.Output);

        var fromLog = await Run(_folder.File("access.log"), "--policies", scene.Folder.File("policies"));
        var fromAdmin = await Run("--admin", scene.Egress.Admin.ToString(), "--policies", scene.Folder.File("policies"));

        Assert.True(fromLog.ExitCode == 0, fromLog.ToString());
        Assert.Equal(WithoutComments(fromLog.Output), WithoutComments(fromAdmin.Output));
        Assert.Contains("3 recorded", fromLog.Output, StringComparison.Ordinal);
        var suggested = _folder.Write("suggested.yaml", fromLog.Output);
        var check = await EgressProcess.RunVerbAsync("check", scene.Folder.File("policies"), suggested);
        Assert.True(check.ExitCode == 0, check.ToString());
        var replay = await EgressProcess.RunVerbAsync("replay", _folder.File("access.log"), "--policies", scene.Folder.File("policies"), "--policies", suggested);
        Assert.Contains("3 calls, 3 different: 0 decided as recorded, 3 newly allowed, 0 newly refused, 0 not judged", replay.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutPolicies_TheRecordedReasonsDecide()
    {
        var result = await Suggest(
            HttpCall("GET", "a.example", "/", "unregistered") + HttpCall("GET", "a.example:8080", "/", "port_not_declared") + HttpCall("GET", "e.example", "/", "allowed_unregistered") + TlsCall("b.example", "audited_unregistered", "192.0.2.9:8443")
            + TcpCall("192.0.2.7:5432", "unregistered") + HttpCall("PUT", "c.example", "/x", "not_allowed") + HttpCall("GET", "d.example", "/", "allowed"));

        Assert.True(result.ExitCode == 0, result.ToString());
        foreach (var text in new[]
        {
            "hosts: [\"a.example\"]\n  location: MESH_EXTERNAL\n  ports:\n  - { number: 80, name: http-80, protocol: HTTP }\n  - { number: 8080, name: http-8080, protocol: HTTP }\n  resolution: DNS\n  exportTo: [\".\"]\n",
            "hosts: [\"b.example\"]\n  location: MESH_EXTERNAL\n  ports:\n  - { number: 8443, name: tls-8443, protocol: TLS }\n",
            "hosts: [\"192-0-2-7.address.invalid\"]\n  addresses: [\"192.0.2.7\"]\n", "{ number: 5432, name: tcp-5432, protocol: TCP }", "# review: called by address",
            "principals: [\"" + Web + "\"] } }]\n    to:\n    - operation:\n        hosts: [\"c.example\"]\n        ports: [\"80\"]\n        methods: [\"PUT\"]\n        paths: [\"/x\"]\n",
        })
            Assert.Contains(text, result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("d.example", result.Output, StringComparison.Ordinal);
        Assert.Contains("hosts: [\"e.example\"]", result.Output, StringComparison.Ordinal);
        await AssertChecks(result.Output);
    }

    [Fact]
    public async Task WhatADenyRuleRefuses_IsNeverSuggested()
    {
        _folder.Write("policies.yaml", PolicyText.Join(Service, PolicyText.Authorization("no-delete", "DENY", "- to:\n  - operation: { methods: [DELETE] }").Replace("namespace: default", "namespace: shop", StringComparison.Ordinal)));

        var result = await Suggest(HttpCall("DELETE", Host, "/", "denied_by_rule"), "--policies", _folder.File("policies.yaml"));

        Assert.Equal(1, result.ExitCode);
        Assert.DoesNotContain("kind:", result.Output, StringComparison.Ordinal);
        Assert.Contains("# not suggested:\n#   1x DELETE api.example.com/ : a DENY rule refuses it on purpose\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatPresentPoliciesAllow_IsNotSuggestedAgain()
    {
        _folder.Write("policies.yaml", Service);

        var result = await Suggest(HttpCall("GET", Host, "/", "unregistered"), "--policies", _folder.File("policies.yaml"));

        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain("kind:", result.Output, StringComparison.Ordinal);
        Assert.Contains("1 allowed by the present policies", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("169.254.169.254", "metadata service")]
    [InlineData("127.0.0.1:6379", "this machine itself")]
    [InlineData("[fe80::1]", "no address of a service")]
    [InlineData("under_score.example", "no policy can declare it")]
    public async Task DestinationThatMustNotBeDeclaredLightly_IsLeft(string authority, string why)
    {
        var result = await Suggest(HttpCall("GET", authority, "/", "unregistered"));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(why, result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("kind:", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ManyPaths_BecomeTheirFolderWithAMark()
    {
        var log = string.Concat(Enumerable.Range(1, 11).Select(i => HttpCall("GET", Host, $"/v1/items/{i}", "not_allowed")));

        var result = await Suggest(log);

        Assert.Contains("# review: stands for 11 paths that were seen\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("paths: [\"/v1/items/*\"]", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PresentPolicies_WithSelectors_ShareTheirsWithTheSuggestion()
    {
        _folder.Write("policies.yaml", PolicyText.Join(Service, Readers("shop").Replace("spec:\n", "spec:\n  selector: { matchLabels: { app: web } }\n", StringComparison.Ordinal)));

        var result = await Suggest(HttpCall("POST", Host, "/", "not_allowed"), "--policies", _folder.File("policies.yaml"), "--labels", "app=web");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("  selector: { matchLabels: { \"app\": \"web\" } }\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HostileRecords_GiveValidYamlThatIsNoPattern()
    {
        string[] texts = ["a\"b", "a\nkind: Pod", "a#b", "a: b", "*", "a*", "*.com", "{*}", "%00", "x\u2028y", "-", "null", "'", "\\", "\u001b[31m", "a b", new('x', 300), "日本"];
        var log = "not json\n{\"decision\":\n{}\n[1]\n{\"decision\":\"allowed\"}\n" + string.Concat(texts.SelectMany(text => new[]
        {
            HttpCall("GET", text, "/", "unregistered"), HttpCall("GET", text + ".example", "/" + text, "not_allowed"), HttpCall("GET" + text, "ok.example", "/p", "not_allowed"),
            HttpCall("GET", "ok.example", "/q", "not_allowed", principal: text), TlsCall(text, "unregistered"), TcpCall(text, "unregistered"), HttpCall("GET", "ok.example", "/r", text),
        }));

        var result = await Suggest(log);

        Assert.Equal(1, result.ExitCode);
        var documents = result.Output.Split("# not suggested:")[0];
        await AssertChecks(documents);
        Assert.DoesNotContain('*', documents);
        Assert.DoesNotContain('\u001b', result.Output);
        Assert.DoesNotContain("\nkind: Pod", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Usage_OtherThanLogsOrAdmin_IsWrong()
    {
        Assert.Equal(2, (await Run()).ExitCode);
        Assert.Equal(2, (await Run("-", "--admin", "127.0.0.1:15000")).ExitCode);
        Assert.Equal(2, (await Run("--admin", "somewhere")).ExitCode);
        Assert.Equal(2, (await Run(_folder.File("missing.log"))).ExitCode);
        Assert.Equal(3, (await Run("-", "--policies", _folder.File("missing"))).ExitCode);
        Assert.Equal(3, (await Run("--admin", "127.0.0.1:1")).ExitCode);
    }

    private static string Readers(string ns) =>
        PolicyText.Authorization("readers", "ALLOW", "- to:\n  - operation: { methods: [GET], hosts: [api.example.com] }").Replace("namespace: default", "namespace: " + ns, StringComparison.Ordinal);

    private static string WithoutComments(string yaml) => string.Join('\n', yaml.Split('\n').Where(line => !line.StartsWith('#')));

    private static Task<ProgramResult> Run(params string[] arguments) => EgressProcess.RunVerbAsync(["suggest", .. arguments]);

    private static Task<ProgramResult> Suggest(string log, params string[] arguments) =>
        ExternalProgram.RunAsync(EgressProcess.Executable, ["suggest", "-", .. arguments], input: log);

    private async Task AssertChecks(string yaml)
    {
        var check = await EgressProcess.RunVerbAsync("check", _folder.Write("suggested.yaml", yaml));
        Assert.True(check.ExitCode == 0, check + yaml);
    }
}
