using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Text;

/// <summary>Reads policy files: YAML text in, bound documents and located diagnostics out. Never throws on any text.</summary>
public static class PolicyReader
{
    /// <summary>Reads all files; every error of every file is reported.</summary>
    public static PolicyDocuments Read(IReadOnlyList<PolicyFile> files)
    {
        var bag = new DiagnosticBag();
        var ends = new ScalarEnds();
        var collector = new DocumentCollector(bag);
        foreach (var file in files)
            foreach (var document in YamlReader.Read(file, ends, bag))
                collector.Add(document);
        return collector.Build(files.Count) with { Ends = ends };
    }
}
