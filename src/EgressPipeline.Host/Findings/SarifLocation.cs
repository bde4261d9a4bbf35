using System.Text.Json;
using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Host.Findings;

/// <summary>The place of a finding in SARIF's terms.</summary>
internal static class SarifLocation
{
    /// <summary>The name that SARIF readers know for the root of the sources.</summary>
    public const string Root = "%SRCROOT%";

    public static void Write(PolicyDiagnostic finding, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        WriteArtifact(finding.Source.File, json);
        if (finding.Source.Line > 0)
            WriteRegion(finding, json);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteArtifact(string file, Utf8JsonWriter json)
    {
        var full = Path.GetFullPath(file);
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, full);
        json.WriteStartObject("artifactLocation");
        if (Path.IsPathRooted(relative) || relative.StartsWith("..", StringComparison.Ordinal))
            json.WriteString("uri", new Uri(full).AbsoluteUri);
        else
        {
            json.WriteString("uri", string.Join('/', relative.Split(Path.DirectorySeparatorChar).Select(Uri.EscapeDataString)));
            json.WriteString("uriBaseId", Root);
        }
        json.WriteEndObject();
    }

    /// <summary>Without an end the region is the rest of the line.</summary>
    private static void WriteRegion(PolicyDiagnostic finding, Utf8JsonWriter json)
    {
        json.WriteStartObject("region");
        json.WriteNumber("startLine", finding.Source.Line);
        json.WriteNumber("startColumn", finding.Source.Column);
        if (finding.End.IsKnown)
        {
            json.WriteNumber("endLine", finding.End.Line);
            json.WriteNumber("endColumn", finding.End.Column);
        }
        json.WriteEndObject();
    }
}
