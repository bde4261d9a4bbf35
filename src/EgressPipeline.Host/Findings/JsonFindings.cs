using System.Text.Json;
using EgressPipeline.Host.Output;
using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Host.Findings;

/// <summary>One JSON object: <c>files</c>, <c>hash</c> (null when the policies cannot be used), <c>errors</c>, <c>warnings</c> and <c>findings</c> with their places.</summary>
internal sealed class JsonFindings : IFindingWriter
{
    public void Write(FindingReport report, TextWriter output) => JsonOutput.Write(output, json => Write(report, json));

    private static void Write(FindingReport report, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("files", report.FileCount);
        json.WriteString("hash", report.PlanHash);
        json.WriteNumber("errors", report.Errors);
        json.WriteNumber("warnings", report.Warnings);
        json.WriteStartArray("findings");
        foreach (var finding in report.Findings)
        {
            json.WriteStartObject();
            json.WriteString("id", finding.Id);
            json.WriteString("severity", FindingWriters.Word(finding.Severity));
            json.WriteString("message", finding.Message);
            json.WriteString("file", finding.Source.File);
            json.WriteNumber("line", finding.Source.Line);
            json.WriteNumber("column", finding.Source.Column);
            if (finding.End.IsKnown)
            {
                json.WriteNumber("endLine", finding.End.Line);
                json.WriteNumber("endColumn", finding.End.Column);
            }
            if (DiagnosticCatalogue.Find(finding.Id) is { } descriptor)
            {
                json.WriteString("advice", descriptor.Advice);
                json.WriteString("help", descriptor.HelpPath);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
