using System.Text.Json;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Cli;

public sealed class PolicyTestTests : IDisposable
{
    private const string Service = """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: { name: weather, namespace: shop }
        spec:
          hosts: [api.weather.example]
          ports: [{ number: 80, name: http, protocol: HTTP }]
          resolution: DNS

        """;

    private const string Reads = """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: { name: reads, namespace: shop }
        spec:
          rules:
          - to: [{ operation: { methods: [GET] } }]
          - from: [{ source: { principals: [cluster.local/ns/shop/sa/admin] } }]

        """;

    private readonly TempFolder _folder = new();

    public PolicyTestTests() => _folder.Write("policies/weather.yaml", PolicyText.Join(Service, Reads));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Cases_ThatHold_Pass()
    {
        Write("- { call: GET http://api.weather.example/, expect: allowed }\n- { name: writes, call: PUT http://api.weather.example/, expect: denied }");

        var result = await Run();

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("  ok    GET http://api.weather.example/\n  ok    writes\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("2 cases: 2 passed, 0 failed\n2 of 3 rules exercised (66 %); never exercised:\n", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("policies/weather.yaml:15  AuthorizationPolicy/shop/reads#rules[1]\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_ThatFails_IsShownWithBothPlacesAndTheNearestMiss()
    {
        Write("- call: PUT http://api.weather.example/\n  expect: allowed");

        var result = await Run();

        Assert.Equal(1, result.ExitCode);
        Assert.Matches(@"FAIL  PUT http://api\.weather\.example/ \(\S+/tests\.yaml:6\)", result.Output);
        Assert.Matches(@"verdict: expected allowed \(\S+/tests\.yaml:7\)\n +actual denied \(ALLOW policies exist and none matches\), by AuthorizationPolicy/shop/reads \(\S+weather\.yaml:9\)", result.Output);
        Assert.Contains("nearest rule is AuthorizationPolicy/shop/reads#rules[0] (", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PolicyChanged_TheSameTestsFail()
    {
        Write("- { call: PUT http://api.weather.example/, expect: { verdict: denied, by: reads } }");
        Assert.Equal(0, (await Run()).ExitCode);

        _folder.Write("policies/weather.yaml", PolicyText.Join(Service, Reads.Replace("[GET]", "[GET, PUT]", StringComparison.Ordinal)));

        Assert.Equal(1, (await Run()).ExitCode);
    }

    [Theory]
    [InlineData(66, 0)]
    [InlineData(67, 1)]
    [InlineData(101, 2)]
    public async Task CoverageThreshold_AtItsEdge_Decides(int threshold, int exitCode)
    {
        Write("- { call: GET http://api.weather.example/, expect: allowed }");

        Assert.Equal(exitCode, (await Run("--coverage-threshold", threshold.ToString(System.Globalization.CultureInfo.InvariantCulture))).ExitCode);
    }

    [Fact]
    public async Task Filter_RunsWhatItNames()
    {
        Write("- { name: reads, call: GET http://api.weather.example/, expect: allowed }\n- { name: wrong, call: GET http://api.weather.example/, expect: denied }");

        var one = await Run("--filter", "reads");

        Assert.Equal(0, one.ExitCode);
        Assert.Contains("1 case: 1 passed, 0 failed; 1 left out by the filter", one.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await Run("--filter", "nothing like it")).ExitCode);
        Assert.Equal(2, (await Run("--filter", "reads", "--coverage-threshold", "1")).ExitCode);
    }

    [Fact]
    public async Task Tests_Missing_AreWrongUsage()
    {
        var result = await Run();

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("there is no PolicyTest in 1 file", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policies_WithErrors_AreNotTested()
    {
        Write("- { call: GET http://api.weather.example/, expct: allowed }");

        var result = await Run();

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("EGP0101: unknown field 'expct' in PolicyTest.spec.cases[0]; did you mean 'expect'?", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_HoldsCasesDecisionsAndCoverage()
    {
        Write("- { call: GET http://api.weather.example/a, expect: { verdict: denied } }");

        var result = await Run("--format", "json");

        using var json = JsonDocument.Parse(result.Output);
        var @case = json.RootElement.GetProperty("results")[0];
        Assert.Equal("failed", @case.GetProperty("status").GetString());
        Assert.Equal("allowed", @case.GetProperty("failures")[0].GetProperty("actual").GetString());
        Assert.Equal("/a", @case.GetProperty("decision").GetProperty("outcome").GetProperty("path").GetString());
        Assert.Equal(3, json.RootElement.GetProperty("coverage").GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task JUnit_OfAnyOutcome_IsValid()
    {
        Write("- { call: GET http://api.weather.example/, expect: allowed }\n"
            + "- { name: \"<hostile> & \\\"name\\\" \\x1B[31m \\x01\", call: PUT http://api.weather.example/, expect: { verdict: allowed, by: \"none\\e\" } }");
        var path = _folder.File("results.xml");

        Assert.Equal(1, (await Run("--junit", path)).ExitCode);

        var suite = JUnitSchema.Read(path).Root!.Element("testsuite")!;
        Assert.Equal(("2", "1", "0"), (suite.Attribute("tests")!.Value, suite.Attribute("failures")!.Value, suite.Attribute("errors")!.Value));
        Assert.Contains("verdict: expected allowed", suite.Elements("testcase").Last().Element("failure")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JUnit_OfPoliciesThatDoNotLoad_ShowsTheErrors()
    {
        Write("- { call: GET http://api.weather.example/, expect: alowed }");
        var path = _folder.File("results.xml");

        Assert.Equal(3, (await Run("--junit", path)).ExitCode);

        var error = JUnitSchema.Read(path).Root!.Element("testsuite")!.Element("testcase")!.Element("error")!;
        Assert.Contains("did you mean 'allowed'", error.Attribute("message")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JUnit_ThatCannotBeWritten_IsWrongUsage()
    {
        Write("- { call: GET http://api.weather.example/, expect: allowed }");

        Assert.Equal(2, (await Run("--junit", _folder.File("nowhere/results.xml"))).ExitCode);
    }

    private void Write(string cases) => _folder.Write("tests.yaml", $"""
        apiVersion: egresspipeline.dev/v1
        kind: PolicyTest
        metadata: {"{"} name: calls {"}"}
        spec:
          cases:
          {cases.Replace("\n", "\n  ", StringComparison.Ordinal)}

        """);

    private Task<ProgramResult> Run(params string[] flags) =>
        EgressProcess.RunVerbAsync(["test", _folder.File("policies"), .. File.Exists(_folder.File("tests.yaml")) ? new[] { _folder.File("tests.yaml") } : [], .. flags]);
}
