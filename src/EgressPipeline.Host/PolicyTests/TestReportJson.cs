using System.Text.Json;
using EgressPipeline.Host.Explaining;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Testing;

namespace EgressPipeline.Host.PolicyTests;

/// <summary>A test report as one JSON object: counts, every case with the trace of its decision, coverage.</summary>
internal static class TestReportJson
{
    public static void Write(Utf8JsonWriter json, PolicyTestReport report)
    {
        json.WriteStartObject();
        json.WriteNumber("cases", report.Cases.Count);
        json.WriteNumber("passed", report.Passed);
        json.WriteNumber("failed", report.Failed);
        json.WriteStartArray("results");
        foreach (var @case in report.Cases)
            WriteCase(json, @case);
        json.WriteEndArray();
        WriteCoverage(json, report.Coverage);
        json.WriteEndObject();
    }

    private static void WriteCase(Utf8JsonWriter json, CaseResult @case)
    {
        json.WriteStartObject();
        json.WriteString("test", @case.Document);
        json.WriteString("name", @case.Name);
        json.WriteString("status", @case.Status switch { CaseStatus.Passed => "passed", CaseStatus.Failed => "failed", _ => "not_run" });
        WritePlace(json, @case.Source);
        json.WriteStartArray("failures");
        foreach (var failure in @case.Failures)
            WriteFailure(json, failure);
        json.WriteEndArray();
        if (@case.Problems.Count > 0)
        {
            json.WriteStartArray("problems");
            foreach (var problem in @case.Problems)
                json.WriteStringValue(problem.ToString());
            json.WriteEndArray();
        }
        if (@case.Trace is { } trace)
        {
            json.WritePropertyName("decision");
            TraceJson.Write(json, trace);
        }
        json.WriteEndObject();
    }

    private static void WriteFailure(Utf8JsonWriter json, CaseFailure failure)
    {
        json.WriteStartObject();
        json.WriteString("aspect", failure.Aspect);
        json.WriteString("expected", failure.Expected);
        json.WriteString("actual", failure.Actual);
        WritePlace(json, failure.Source);
        TraceJson.WriteRule(json, "decider", failure.Decider);
        json.WriteEndObject();
    }

    private static void WriteCoverage(Utf8JsonWriter json, PolicyCoverage coverage)
    {
        json.WriteStartObject("coverage");
        json.WriteNumber("rules", coverage.Items.Count);
        json.WriteNumber("exercised", coverage.Exercised);
        json.WriteNumber("percent", coverage.Percent);
        json.WriteStartArray("items");
        foreach (var item in coverage.Items)
        {
            json.WriteStartObject();
            json.WriteString("kind", Word(item.Kind));
            json.WriteString("id", item.Rule.Id);
            WritePlace(json, item.Rule.Source);
            json.WriteNumber("cases", item.Cases);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Word(CoverageKind kind) => kind switch
    {
        CoverageKind.Authorization => "authorization",
        CoverageKind.HttpRoute => "http_route",
        CoverageKind.TlsRoute => "tls_route",
        CoverageKind.TcpRoute => "tcp_route",
        _ => "service_port",
    };

    private static void WritePlace(Utf8JsonWriter json, SourceRef source)
    {
        json.WriteString("file", source.File);
        json.WriteNumber("line", source.Line);
        json.WriteNumber("column", source.Column);
    }
}
