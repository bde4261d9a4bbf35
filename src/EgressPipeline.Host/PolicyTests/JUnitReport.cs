using System.Globalization;
using System.Text;
using System.Xml;
using EgressPipeline.Host.Output;
using EgressPipeline.Policy.Testing;

namespace EgressPipeline.Host.PolicyTests;

/// <summary>
/// A test report as JUnit XML, in the strict form of Ant that every CI server reads: one suite a PolicyTest, one testcase a
/// case. Policies that do not load are one suite with an error each, so that a server does not show an empty success.
/// </summary>
internal static class JUnitReport
{
    private static readonly XmlWriterSettings Settings = new() { Indent = true, Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) };

    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="report">What is written.</param>
    /// <param name="startedAt">When the run began.</param>
    /// <param name="duration">How long the whole run took.</param>
    /// <returns>Why the file cannot be written, or null.</returns>
    public static string? Write(string path, PolicyTestReport report, DateTimeOffset startedAt, TimeSpan duration)
    {
        try
        {
            using var xml = XmlWriter.Create(path, Settings);
            xml.WriteStartElement("testsuites");
            var suites = report.WasRun ? report.Cases.GroupBy(@case => @case.Document).ToArray() : [];
            for (var i = 0; i < suites.Length; i++)
                WriteSuite(xml, i, suites[i].Key, [.. suites[i].Select(Entry)], startedAt, duration / suites.Length);
            if (!report.WasRun)
                WriteSuite(xml, 0, "policies", [.. report.Findings().Concat(report.Diagnostics).Where(d => d.Severity == Policy.Diagnostics.Severity.Error).Select(d => new TestEntry(d.Source.ToString(), "error", d.Message, d.ToString()))], startedAt, duration);
            xml.WriteEndElement();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return $"the JUnit file '{path}' cannot be written: {e.Message}";
        }
    }

    private static void WriteSuite(XmlWriter xml, int id, string name, TestEntry[] entries, DateTimeOffset startedAt, TimeSpan duration)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("id", id.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("package", "egress");
        xml.WriteAttributeString("name", name);
        xml.WriteAttributeString("timestamp", startedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
        xml.WriteAttributeString("hostname", Environment.MachineName);
        xml.WriteAttributeString("tests", Number(entries.Length));
        xml.WriteAttributeString("failures", Number(entries.Count(e => e.Outcome == "failure")));
        xml.WriteAttributeString("errors", Number(entries.Count(e => e.Outcome == "error")));
        xml.WriteAttributeString("time", Seconds(duration));
        xml.WriteStartElement("properties");
        xml.WriteEndElement();
        foreach (var entry in entries)
            WriteCase(xml, name, entry);
        xml.WriteElementString("system-out", "");
        xml.WriteElementString("system-err", "");
        xml.WriteEndElement();
    }

    private static void WriteCase(XmlWriter xml, string suite, TestEntry entry)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("name", PrintableText.Of(entry.Name));
        // Servers group by the part before the last dot.
        xml.WriteAttributeString("classname", suite.Replace('/', '.'));
        xml.WriteAttributeString("time", "0");
        if (entry.Outcome is { } outcome)
        {
            xml.WriteStartElement(outcome);
            xml.WriteAttributeString("message", PrintableText.Of(entry.Message));
            xml.WriteAttributeString("type", outcome == "failure" ? "expectation" : "policy");
            xml.WriteString(PrintableText.OfLines(entry.Text));
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static TestEntry Entry(CaseResult @case)
    {
        var text = $"{@case.Source}\n{string.Join('\n', ReportLines.Details(@case))}\n";
        return @case.Status switch
        {
            CaseStatus.Passed => new TestEntry(@case.Name, null, "", ""),
            CaseStatus.NotRun => new TestEntry(@case.Name, "error", "the policies do not compile for this caller", text),
            _ => new TestEntry(@case.Name, "failure", string.Join("; ", @case.Failures), text),
        };
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan duration) => duration.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);

    /// <param name="Name">Of the testcase.</param>
    /// <param name="Outcome">The element that says how it went wrong, or null.</param>
    /// <param name="Message">One line.</param>
    /// <param name="Text">All lines.</param>
    private sealed record TestEntry(string Name, string? Outcome, string Message, string Text);
}
