using EgressPipeline.Policy.Diagnostics;
using Spectre.Console;

namespace EgressPipeline.Host.Findings;

/// <summary>For people: colours, the line of YAML with a mark under the place, and what to do.</summary>
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
        console.MarkupLine($"[{colour} bold]{FindingWriters.Word(finding.Severity)} {finding.Id}[/]: {finding.Message.EscapeMarkup()}");
        console.MarkupLine($"  [grey]at[/] {FindingWriters.Place(finding).EscapeMarkup()}");
        var number = finding.Source.Line.ToString();
        if (Excerpt(report, finding, console.Profile.Width - number.Length - "   | ".Length - 1) is { } excerpt)
        {
            console.MarkupLine($"  [grey]{number} |[/] {excerpt.Line.EscapeMarkup()}");
            console.MarkupLine($"  [grey]{new string(' ', number.Length)} |[/] [{colour}]{excerpt.Mark}[/]");
        }
        if (DiagnosticCatalogue.Find(finding.Id) is { } descriptor)
            console.MarkupLine($"  [grey]help:[/] {descriptor.Advice.EscapeMarkup()}");
        console.WriteLine();
    }

    private static SourceExcerpt? Excerpt(FindingReport report, PolicyDiagnostic finding, int width)
    {
        // The line of a secret holds the secret.
        if (finding.Source.Line == 0 || finding.Id == TextDiagnostics.Secret.Id)
            return null;
        return report.SourceLine(finding.Source.File, finding.Source.Line) is { } line ? SourceExcerpt.Of(line, finding, width) : null;
    }
}
