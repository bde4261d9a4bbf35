using EgressPipeline.Host.Findings;
using EgressPipeline.Host.Output;
using EgressPipeline.Policy;
using EgressPipeline.Policy.Testing;
using Spectre.Console;

namespace EgressPipeline.Host.PolicyTests;

/// <summary>Writes a test report in the form that was asked for.</summary>
internal static class TestReportWriters
{
    public static readonly string[] Formats = ["text", "json", "github"];

    public static void Write(string format, PolicyTestReport report, IReadOnlyList<PolicyFile> files, TextWriter output)
    {
        if (format == "json")
            JsonOutput.Write(output, json => TestReportJson.Write(json, report));
        else if (format == "github")
            FindingWriters.For(format).Write(new FindingReport(files, [.. report.Findings()]), output);
        else if (Console.IsOutputRedirected)
            WriteText(report, output);
        else
            WriteTerminal(report, output);
    }

    private static void WriteText(PolicyTestReport report, TextWriter output)
    {
        foreach (var line in new ReportLines(report).All())
            output.WriteLine(line.Text);
    }

    private static void WriteTerminal(PolicyTestReport report, TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        // The terminal itself wraps better: what it wraps can be copied as one line.
        console.Profile.Width = int.MaxValue;
        foreach (var line in new ReportLines(report).All())
            console.MarkupLine($"[{Style(line.Kind)}]{line.Text.EscapeMarkup()}[/]");
    }

    private static string Style(LineKind kind) => kind switch
    {
        LineKind.Heading => "bold",
        LineKind.Good => "green",
        LineKind.Bad => "red",
        LineKind.Warning => "yellow",
        _ => "default",
    };
}
