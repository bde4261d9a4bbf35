using System.Reflection;
using System.Text.Json;
using EgressPipeline.Host.Output;
using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Host.Findings;

/// <summary>SARIF 2.1.0, which code hosts and editors read. Paths below the current folder are relative to it (<c>%SRCROOT%</c>).</summary>
internal sealed class SarifFindings : IFindingWriter
{
    public void Write(FindingReport report, TextWriter output) => JsonOutput.Write(output, json => Write(report, json));

    private static void Write(FindingReport report, Utf8JsonWriter json)
    {
        var rules = report.Findings.Select(f => f.Id).Distinct().Select(DiagnosticCatalogue.Find).OfType<DiagnosticDescriptor>().OrderBy(r => r.Id, StringComparer.Ordinal).ToArray();
        json.WriteStartObject();
        json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        WriteTool(rules, json);
        json.WriteString("columnKind", "utf16CodeUnits");
        json.WriteStartObject("originalUriBaseIds");
        json.WriteStartObject(SarifLocation.Root);
        WriteText(json, "description", "The folder in which egress check was run.");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("results");
        foreach (var finding in report.Findings)
            WriteResult(finding, Array.FindIndex(rules, r => r.Id == finding.Id), json);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTool(DiagnosticDescriptor[] rules, Utf8JsonWriter json)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "egress");
        json.WriteString("fullName", "EgressPipeline policy check");
        json.WriteString("version", typeof(SarifFindings).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0");
        json.WriteStartArray("rules");
        foreach (var rule in rules)
        {
            json.WriteStartObject();
            json.WriteString("id", rule.Id);
            WriteText(json, "shortDescription", rule.Title);
            WriteText(json, "fullDescription", rule.Title + " " + rule.Advice);
            json.WriteStartObject("help");
            json.WriteString("text", rule.Advice + " See " + rule.HelpPath + ".");
            json.WriteString("markdown", rule.Advice + " See `" + rule.HelpPath + "`.");
            json.WriteEndObject();
            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", Level(rule.Severity));
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(PolicyDiagnostic finding, int rule, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Id);
        if (rule >= 0)
            json.WriteNumber("ruleIndex", rule);
        json.WriteString("level", Level(finding.Severity));
        WriteText(json, "message", finding.Message);
        json.WriteStartArray("locations");
        SarifLocation.Write(finding, json);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string property, string text)
    {
        json.WriteStartObject(property);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static string Level(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "note",
    };
}
