namespace EgressPipeline.Host.Findings;

/// <summary>One line a finding, in the form that editors and build logs make clickable.</summary>
internal sealed class TextFindings : IFindingWriter
{
    public void Write(FindingReport report, TextWriter output)
    {
        foreach (var finding in report.Findings)
            output.WriteLine(finding);
        output.WriteLine(FindingWriters.Summary(report));
    }
}
