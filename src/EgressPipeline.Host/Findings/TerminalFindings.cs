using EgressPipeline.Policy.Diagnostics;
using Spectre.Console;

namespace EgressPipeline.Host.Findings;

/// <summary>For people: colours, the line of YAML and a caret under the place.</summary>
internal sealed class TerminalFindings : IFindingWriter
{
    public void Write(FindingReport report, TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        foreach (var finding in report.Findings)
            Write(console, report, finding);
        var colour = report.Errors > 0 ? "red" : report.Warnings > 0 ? "yellow" : "green";
        console.MarkupLine($"[{colour}]{FindingWriters.Summary(report).EscapeMarkup()}[/]");
    }

    private static void Write(IAnsiConsole console, FindingReport report, PolicyDiagnostic finding)
    {
        var colour = finding.Severity switch { Severity.Error => "red", Severity.Warning => "yellow", _ => "blue" };
        var place = $"{finding.Source.File}:{finding.Source.Line}:{finding.Source.Column}";
        console.MarkupLine($"[{colour} bold]{FindingWriters.Word(finding.Severity)} {finding.Id}[/]: {finding.Message.EscapeMarkup()}");
        console.MarkupLine($"  [grey]at[/] {place.EscapeMarkup()}");
        if (report.SourceLine(finding.Source.File, finding.Source.Line) is not { } line)
            return;
        var number = finding.Source.Line.ToString();
        console.MarkupLine($"  [grey]{number} |[/] {line.EscapeMarkup()}");
        // Tabs are kept, so that the caret stays under its place whatever their width.
        var indent = string.Concat(line.Take(Math.Max(0, finding.Source.Column - 1)).Select(c => c == '\t' ? '\t' : ' '));
        console.MarkupLine($"  [grey]{new string(' ', number.Length)} |[/] {indent}[{colour}]^[/]");
        console.WriteLine();
    }
}
