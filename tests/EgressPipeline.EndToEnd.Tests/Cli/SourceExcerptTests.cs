using System.Text.RegularExpressions;
using EgressPipeline.Host.Findings;
using EgressPipeline.Policy;
using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.EndToEnd.Tests.Cli;

public sealed class SourceExcerptTests
{
    [Theory]
    [InlineData("resolution: DSN", 13, 16, "            ^~~")]
    [InlineData("resolution: DSN", 13, 0, "            ^")]
    [InlineData("\tresolution: DSN", 14, 17, "\t            ^~~")]
    [InlineData("a: b", 9, 0, "    ^")]
    public void Mark_StandsUnderThePlace(string line, int column, int end, string mark)
    {
        var excerpt = SourceExcerpt.Of(line, Finding(column, end), 100);

        Assert.Equal((line, mark), (excerpt.Line, excerpt.Mark));
    }

    [Fact]
    public void LongLine_IsCutAroundThePlace()
    {
        var excerpt = SourceExcerpt.Of(new string('a', 5000) + "b" + new string('c', 5000), Finding(5001, 9000), 1000);

        Assert.Equal(160, excerpt.Line.Length);
        Assert.Equal('b', excerpt.Line[excerpt.Mark.IndexOf('^')]);
        Assert.Equal(excerpt.Line.Length, excerpt.Mark.Length);
    }

    [Fact]
    public void ControlCharacters_DoNotReachTheTerminal() =>
        Assert.DoesNotContain('\u001B', SourceExcerpt.Of("a: \u001B[2J", Finding(4, 0), 100).Line);

    [Fact]
    public void Terminal_ASecret_IsNotShown()
    {
        var yaml = "a: hunter2hunter2\n";
        var finding = new PolicyDiagnostic(TextDiagnostics.Secret.Id, Severity.Warning, "message", new SourceRef("p.yaml", 1, 4));
        using var output = new StringWriter();

        new TerminalFindings().Write(new FindingReport([new PolicyFile("p.yaml", yaml)], [finding]), output);

        Assert.Contains("p.yaml:1:4", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Terminal_AFinding_ShowsLineMarkAndHelp()
    {
        var finding = new PolicyDiagnostic("EGP0103", Severity.Error, "message [x]", new SourceRef("p.yaml", 2, 4)) { End = new SourceEnd(2, 7) };
        using var output = new StringWriter();

        new TerminalFindings().Write(new FindingReport([new PolicyFile("p.yaml", "x: y\r\na: bcd\r\n")], [finding]), output);

        // Colours depend on where the tests run.
        var lines = Regex.Replace(output.ToString(), "\u001B\\[[0-9;]*m", "").Split('\n');
        Assert.Contains("  2 | a: bcd", lines);
        Assert.Contains("    |    ^~~", lines);
        Assert.Contains(lines, line => line.StartsWith("  help: ", StringComparison.Ordinal));
    }

    private static PolicyDiagnostic Finding(int column, int end) =>
        new("EGP0103", Severity.Error, "message", new SourceRef("p.yaml", 1, column)) { End = end == 0 ? default : new SourceEnd(1, end) };
}
