using System.Text.Json.Nodes;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Cli;

public sealed class CheckFormatTests
{
    private const string Entry = """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: { name: api }
        spec:
          hosts: [api.example.com]
          resolution: DSN
          ports:
          - { number: 443, name: tls, protocol: TLS }
        """;

    [Fact]
    public async Task Sarif_Findings_HaveRulesRegionsAndRelativePaths()
    {
        using var folder = new TempFolder();
        folder.Write("policies/my api.yaml", Entry);

        var result = await CheckAsync(folder, "policies", "--format", "sarif");

        Assert.Equal(1, result.ExitCode);
        var log = JsonNode.Parse(result.Output)!;
        Assert.Equal("2.1.0", (string?)log["version"]);
        var run = Assert.Single(log["runs"]!.AsArray())!;
        var driver = run["tool"]!["driver"]!;
        Assert.Equal("egress", (string?)driver["name"]);
        Assert.NotEmpty((string)driver["version"]!);
        var finding = Assert.Single(run["results"]!.AsArray())!;
        Assert.Equal("EGP0103", (string?)finding["ruleId"]);
        Assert.Equal("error", (string?)finding["level"]);
        Assert.Contains("did you mean 'DNS'", (string)finding["message"]!["text"]!, StringComparison.Ordinal);
        var rule = driver["rules"]![(int)finding["ruleIndex"]!]!;
        Assert.Equal("EGP0103", (string?)rule["id"]);
        Assert.Contains("docs/diagnostics/EGP0103.md", (string)rule["help"]!["text"]!, StringComparison.Ordinal);
        var place = Assert.Single(finding["locations"]!.AsArray())!["physicalLocation"]!;
        Assert.Equal("""{"uri":"policies/my%20api.yaml","uriBaseId":"%SRCROOT%"}""", place["artifactLocation"]!.ToJsonString());
        Assert.Equal("""{"startLine":6,"startColumn":15,"endLine":6,"endColumn":18}""", place["region"]!.ToJsonString());
        Assert.NotNull(run["originalUriBaseIds"]!["%SRCROOT%"]);
    }

    [Fact]
    public async Task Sarif_NothingFound_IsAnEmptyRun()
    {
        using var folder = new TempFolder();
        folder.Write("a.yaml", Entry.Replace("DSN", "DNS", StringComparison.Ordinal));

        var result = await CheckAsync(folder, "a.yaml", "--format", "sarif");

        Assert.True(result.ExitCode == 0, result.Output);
        Assert.Empty(JsonNode.Parse(result.Output)!["runs"]![0]!["results"]!.AsArray());
    }

    [Fact]
    public async Task Json_Findings_HaveTheirEndsAndHelp()
    {
        using var folder = new TempFolder();
        folder.Write("a.yaml", Entry);

        var result = await CheckAsync(folder, "a.yaml", "--format", "json");

        var finding = Assert.Single(JsonNode.Parse(result.Output)!["findings"]!.AsArray())!;
        Assert.Equal((6, 15, 6, 18), ((int)finding["line"]!, (int)finding["column"]!, (int)finding["endLine"]!, (int)finding["endColumn"]!));
        Assert.Equal("docs/diagnostics/EGP0103.md", (string?)finding["help"]);
    }

    [Fact]
    public async Task Github_Findings_AreWorkflowCommands()
    {
        using var folder = new TempFolder();
        folder.Write("a,b.yaml", Entry);

        var result = await CheckAsync(folder, "a,b.yaml", "--format", "github");

        Assert.StartsWith("::error file=a%2Cb.yaml,line=6,col=15,endColumn=17,title=EGP0103::'DSN' is not", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StandardInput_IsCheckedLikeAFile()
    {
        using var folder = new TempFolder();

        var result = await CheckAsync(folder, ["-"], input: Entry);

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("stdin(6,15): error EGP0103", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Strict_Warnings_AreFindings()
    {
        using var folder = new TempFolder();
        folder.Write("a.yaml", Entry.Replace("DSN", "DNS", StringComparison.Ordinal).Replace("TLS }", "TCP }", StringComparison.Ordinal));

        Assert.Equal(0, (await CheckAsync(folder, "a.yaml")).ExitCode);
        Assert.Equal(1, (await CheckAsync(folder, "a.yaml", "--strict")).ExitCode);
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x6B, 0, 0x69, 0 }, "EGP0016: the file is UTF-16")]
    [InlineData(new byte[] { 0x6B, 0xE4, 0x3A }, "a.yaml(1,2): error EGP0016")]
    [InlineData(new byte[] { 0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0 }, "a.yaml(1,1): error EGP0016")]
    public async Task Bytes_ThatAreNoText_AreALocatedFinding(byte[] bytes, string expected)
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(Path.Combine(folder.Path, "a.yaml"), bytes);

        var result = await CheckAsync(folder, "a.yaml");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(expected, result.Output, StringComparison.Ordinal);
    }

    private static Task<ProgramResult> CheckAsync(TempFolder folder, params string[] arguments) => CheckAsync(folder, arguments, "");

    private static Task<ProgramResult> CheckAsync(TempFolder folder, string[] arguments, string input) =>
        ExternalProgram.RunAsync(EgressProcess.Executable, ["check", .. arguments], folder.Path, input);
}
