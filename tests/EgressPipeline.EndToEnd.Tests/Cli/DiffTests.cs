using System.Text.Json;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Cli;

public sealed class DiffTests : IDisposable
{
    private const string Services = """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: { name: api, namespace: shop }
        spec:
          hosts: [api.example, "*.files.example"]
          ports: [{ number: 80, name: http, protocol: HTTP }, { number: 443, name: tls, protocol: TLS }]
          resolution: NONE
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

        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1, "--fail-on", "any")]
    [InlineData(1, "--fail-on", "wider")]
    [InlineData(2, "--fail-on", "wide")]
    [InlineData(2, "--format", "xml")]
    [InlineData(2, "--each-namespace", "--namespace", "shop")]
    public async Task Wider_EndsWithTheCodeThatWasAskedFor(int exitCode, params string[] flags)
    {
        Write(Allow("methods: [GET]"), Allow("methods: [GET, POST]"));

        var result = await Diff(flags);

        Assert.True(result.ExitCode == exitCode, result.ToString());
    }

    [Theory]
    [InlineData(0, "--fail-on", "wider")]
    [InlineData(1, "--fail-on", "any")]
    public async Task Narrower_IsOnlyADifference(int exitCode, params string[] flags)
    {
        Write(Allow("methods: [GET, POST]"), Allow("methods: [GET]"));

        var result = await Diff(flags);

        Assert.True(result.ExitCode == exitCode, result.ToString());
        Assert.Contains("Newly denied (1)", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reordered_SaysThatNothingChanges()
    {
        _folder.Write("old.yaml", Services + "---\n" + Allow("methods: [GET, POST]"));
        _folder.Write("new.yaml", Allow("methods: [POST, GET]") + "---\n" + Services);

        var result = await Diff("--fail-on", "any");

        Assert.Equal((0, "nothing changes for any call\n"), (result.ExitCode, result.Output));
    }

    [Fact]
    public async Task PolicyThatDoesNotLoad_IsNamedWithItsPlace()
    {
        Write(Allow("methods: [GET]"), Allow("metods: [GET]"));

        var result = await Diff();

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("new.yaml(", result.Error, StringComparison.Ordinal);
        Assert.Contains("did you mean 'methods'?", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MissingPath_IsNamed()
    {
        Write("", "");

        var result = await ExternalProgram.RunAsync(EgressProcess.Executable, ["diff", "old.yaml", "nowhere"], _folder.Path);

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("'nowhere' does not exist", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Examples_AskedOfExplain_AreAnsweredAsTheReportSays()
    {
        Write(
            Allow("hosts: [api.example], methods: [GET], paths: ['/v1/*']") + From("ipBlocks: [10.0.0.0/8]", "ports: ['5432']", "db"),
            Allow("hosts: [api.example], notMethods: [DELETE], paths: ['/v1/*', '/v2/{*}']") + From("ipBlocks: [10.9.0.0/16]", "ports: ['443', '5432']", "db"));

        using var json = JsonDocument.Parse((await Diff("--format", "json")).Output);

        var asked = 0;
        foreach (var (list, before, after) in new[] { ("newly_reachable", 1, 0), ("newly_denied", 0, 1) })
            foreach (var change in json.RootElement.GetProperty(list).EnumerateArray())
            {
                var command = change.GetProperty("example").GetProperty("explain").GetString()!;
                Assert.Equal(before, await Explain(command.Replace("--policies new.yaml", "--policies old.yaml", StringComparison.Ordinal)));
                Assert.Equal(after, await Explain(command));
                asked++;
            }
        Assert.True(asked >= 4, $"{asked} examples");
    }

    [Fact]
    public async Task Json_HasRegionRulesAndExample()
    {
        Write(Allow("hosts: [api.example], methods: [GET]"), Allow("hosts: [api.example], methods: [GET, POST]"));

        using var json = JsonDocument.Parse((await Diff("--format", "json")).Output);

        var change = Assert.Single(json.RootElement.GetProperty("newly_reachable").EnumerateArray());
        Assert.True(json.RootElement.GetProperty("may_be_wider").GetBoolean());
        var scope = Assert.Single(change.GetProperty("scopes").EnumerateArray());
        Assert.Equal("HTTP", scope.GetProperty("kinds")[0].GetString());
        Assert.Equal("api.example", scope.GetProperty("hosts")[0].GetProperty("match").GetString());
        Assert.Equal("80", scope.GetProperty("ports")[0].GetProperty("match").GetString());
        Assert.Equal("POST", change.GetProperty("methods")[0].GetProperty("match").GetString());
        Assert.Equal("not_allowed", change.GetProperty("old").GetProperty("reason").GetString());
        Assert.Equal("AuthorizationPolicy/shop/callers#rules[0]", change.GetProperty("new").GetProperty("rule").GetProperty("id").GetString());
        Assert.Equal("new.yaml", change.GetProperty("new").GetProperty("rule").GetProperty("file").GetString());
        Assert.Equal("POST", change.GetProperty("example").GetProperty("method").GetString());
    }

    [Fact]
    public async Task Markdown_HostileValues_StayInTheirCodeSpans()
    {
        Write(Allow("hosts: [api.example], methods: [GET]"), Allow("hosts: [api.example], methods: [GET], paths: [\"/a|b`c``@team<img>*\"]"));

        var lines = (await Diff("--format", "markdown")).Output.Split('\n');

        var row = Assert.Single(lines, line => line.StartsWith("| ``` HTTP GET", StringComparison.Ordinal));
        Assert.Contains("/a\\|b`c``@team<img>* ```", row, StringComparison.Ordinal);
        Assert.Equal(4, row.Replace("\\|", "", StringComparison.Ordinal).Count(c => c == '|'));
    }

    [Fact]
    public async Task EachNamespace_FirstAllowPolicyOfANamespace_DeniesItsWorkloads()
    {
        var bill = Allow("hosts: [api.example], methods: [GET]").Replace("namespace: shop", "namespace: bill", StringComparison.Ordinal);
        Write(Allow("hosts: [api.example], methods: [GET]"), Allow("hosts: [api.example], methods: [GET]") + "---\n" + bill);

        var joined = await Diff();
        var each = await Diff("--each-namespace", "--fail-on", "any");

        Assert.Contains("nothing changes for any call\ncompared as if policies of every namespace held", joined.Output, StringComparison.Ordinal);
        Assert.Equal(1, each.ExitCode);
        Assert.Contains("of namespace bill\n", each.Output, StringComparison.Ordinal);
        Assert.Contains("0 newly reachable, ", each.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("of namespace shop", each.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PolicyAssembly_IsComparedForItsWorkload()
    {
        Write(Allow("methods: [GET]"), Allow("methods: [GET, POST]"));
        var compiled = await ExternalProgram.RunAsync(EgressProcess.Executable, ["compile", "old.yaml", "-o", "old.dll", "--namespace", "shop"], _folder.Path);
        Assert.True(compiled.ExitCode == 0, compiled.ToString());

        var same = await ExternalProgram.RunAsync(EgressProcess.Executable, ["diff", "old.dll", "old.yaml", "--fail-on", "any"], _folder.Path);
        var wider = await ExternalProgram.RunAsync(EgressProcess.Executable, ["diff", "old.dll", "new.yaml", "--fail-on", "wider"], _folder.Path);

        Assert.True(same.ExitCode == 0, same.ToString());
        Assert.Equal(1, wider.ExitCode);
        Assert.Contains("--namespace shop", wider.Output, StringComparison.Ordinal);
    }

    private static string Allow(string operation) => $$"""
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: { name: callers, namespace: shop }
        spec:
          rules:
          - to: [{ operation: { {{operation}} } }]

        """;

    private static string From(string source, string operation, string name) => $$"""
        ---
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: { name: {{name}}, namespace: shop }
        spec:
          rules:
          - from: [{ source: { {{source}} } }]
            to: [{ operation: { {{operation}} } }]

        """;

    private void Write(string old, string next)
    {
        _folder.Write("old.yaml", Services + "---\n" + old);
        _folder.Write("new.yaml", Services + "---\n" + next);
    }

    private Task<ProgramResult> Diff(params string[] flags) => ExternalProgram.RunAsync(EgressProcess.Executable, ["diff", "old.yaml", "new.yaml", .. flags], _folder.Path);

    // The command line as a shell takes it: words, some in single quotes.
    private async Task<int> Explain(string command)
    {
        var result = await ExternalProgram.RunAsync("sh", ["-c", command.Replace("egress ", EgressProcess.Executable + " ", StringComparison.Ordinal)], _folder.Path);
        return result.ExitCode;
    }
}
