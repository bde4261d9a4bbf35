using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace EgressPipeline.Host.Findings;

/// <summary>One JSON object: <c>files</c>, <c>errors</c>, <c>warnings</c> and <c>findings</c> with their places.</summary>
internal sealed class JsonFindings : IFindingWriter
{
    public void Write(FindingReport report, TextWriter output)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            Write(report, json);
        output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static void Write(FindingReport report, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("files", report.FileCount);
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
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
