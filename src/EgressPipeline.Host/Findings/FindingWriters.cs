using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Host.Findings;

/// <summary>The forms by name.</summary>
internal static class FindingWriters
{
    public static IFindingWriter For(string format) => format switch
    {
        "json" => new JsonFindings(),
        "sarif" => new SarifFindings(),
        "github" => new GithubFindings(),
        _ when Console.IsOutputRedirected => new TextFindings(),
        _ => new TerminalFindings(),
    };

    public static string Word(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "info",
    };

    /// <summary><c>file:line:column</c>, or the file alone.</summary>
    public static string Place(PolicyDiagnostic finding) =>
        finding.Source.Line == 0 ? finding.Source.File : $"{finding.Source.File}:{finding.Source.Line}:{finding.Source.Column}";

    /// <summary><c>3 files: 2 errors, 1 warning</c>, and a line with the hash where the policies are usable.</summary>
    public static string Summary(FindingReport report) =>
        $"{Count(report.FileCount, "file")}: {Count(report.Errors, "error")}, {Count(report.Warnings, "warning")}"
        + (report.PlanHash is null ? "" : $"\npolicies {report.PlanHash}");

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";
}
