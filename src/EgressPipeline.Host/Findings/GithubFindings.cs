using System.Text;
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
            output.WriteLine($"::{level} file={Property(finding.Source.File)}{Place(finding)},title={finding.Id}::{Data(finding.Message)}");
        }
        output.WriteLine(FindingWriters.Summary(report));
    }

    /// <summary>Nothing for the file as a whole. The end column is the last one that belongs to the place.</summary>
    private static string Place(PolicyDiagnostic finding)
    {
        if (finding.Source.Line == 0)
            return "";
        var place = new StringBuilder().Append($",line={finding.Source.Line}");
        if (finding.End.Line == finding.Source.Line)
            return place.Append($",col={finding.Source.Column},endColumn={finding.End.Column - 1}").ToString();
        return place.Append(finding.End.IsKnown ? $",endLine={finding.End.Line}" : $",col={finding.Source.Column}").ToString();
    }

    private static string Data(string text) => text.Replace("%", "%25").Replace("\r", "%0D").Replace("\n", "%0A");

    private static string Property(string text) => Data(text).Replace(":", "%3A").Replace(",", "%2C");
}
