namespace EgressPipeline.Host.Findings;

/// <summary>One form that findings are written in.</summary>
internal interface IFindingWriter
{
    void Write(FindingReport report, TextWriter output);
}
