using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Host.Findings;

/// <summary>GitHub's workflow commands, which become annotations beside the lines of a pull request.</summary>
internal sealed class GithubFindings : IFindingWriter
{
    public void Write(FindingReport report, TextWriter output)
    {
        foreach (var finding in report.Findings)
        {
            var level = finding.Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "notice" };
            output.WriteLine($"::{level} file={Property(finding.Source.File)},line={finding.Source.Line},col={finding.Source.Column},title={finding.Id}::{Data(finding.Message)}");
        }
        output.WriteLine(FindingWriters.Summary(report));
    }

    private static string Data(string text) => text.Replace("%", "%25").Replace("\r", "%0D").Replace("\n", "%0A");

    private static string Property(string text) => Data(text).Replace(":", "%3A").Replace(",", "%2C");
}
