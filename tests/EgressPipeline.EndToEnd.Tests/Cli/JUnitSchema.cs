using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;

namespace EgressPipeline.EndToEnd.Tests.Cli;

/// <summary>Reads a JUnit report and checks it against the schema beside this file.</summary>
internal static class JUnitSchema
{
    public static XDocument Read(string path)
    {
        var schemas = new XmlSchemaSet();
        using (var schema = XmlReader.Create(typeof(JUnitSchema).Assembly.GetManifestResourceStream("junit.xsd")!))
            schemas.Add(null, schema);
        var report = XDocument.Load(path);
        report.Validate(schemas, (_, problem) => Assert.Fail(problem.Message + "\n" + report));
        return report;
    }
}
