using System.Text.Json.Nodes;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text;
using EgressPipeline.TestKit;

namespace EgressPipeline.Policy.Tests.Validation;

/// <summary>What <c>istioctl analyze</c> says of its own inputs is said here of the same resource, where it concerns egress.</summary>
public sealed class CorpusAnalyzerTests
{
    [Fact]
    public void Analyzers_FindingsAboutOurKinds_AreReportedOfTheResource()
    {
        Assert.SkipUnless(Corpus.Exists, Corpus.Absent);
        var wrong = new List<string>();
        var compared = 0;
        foreach (var test in JsonNode.Parse(File.ReadAllText(Corpus.Path("vectors/istio-analyzers.json")))!["cases"]!.AsArray())
        {
            var expected = test!["expected"]!.AsArray().Select(e => (Message: (string)e![0]!, Resource: (string)e[1]!)).Where(e => CorpusDocument.IsOurs(e.Resource.Split(' ')[0])).ToList();
            if (expected.Count == 0)
                continue;
            var files = Files(test);
            var found = PolicyCompiler.Compile(files, WorkloadContext.Unknown).Diagnostics;
            foreach (var (message, resource) in expected)
            {
                compared++;
                if (Judge(message, resource, files, found) is { } complaint)
                    wrong.Add(test["name"] + ": " + complaint);
            }
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.True(compared >= 45, $"only {compared} findings were compared");
    }

    /// <summary>What is wrong, or null.</summary>
    private static string? Judge(string message, string resource, IReadOnlyList<PolicyFile> files, IReadOnlyList<PolicyDiagnostic> found)
    {
        var kind = resource.Split(' ')[0];
        if (AnalyzerFinding.Find(message, kind) is not { } known)
            return $"{message} of {kind} is not in the table";
        if (known.Ids.Length == 0 || AnalyzerFinding.Resources.ContainsKey(resource))
            return null;
        var name = resource.Split(' ', '/')[^1];
        // Of two that contradict each other one is reported, and names the other.
        var isSaid = found.Any(d => known.Ids.Contains(d.Id) && (Owner(d, files)?.Name == name || d.Message.Contains(name, StringComparison.Ordinal)));
        return isSaid ? null : $"{message} of {resource} is not reported; found\n  " + string.Join("\n  ", found);
    }

    /// <summary>The document that a finding points into.</summary>
    private static ResourceMeta? Owner(PolicyDiagnostic diagnostic, IReadOnlyList<PolicyFile> files)
    {
        var documents = PolicyReader.Read(files);
        return documents.ServiceEntries.Cast<IPolicyRule>().Concat(documents.VirtualServices).Concat(documents.DestinationRules).Concat(documents.AuthorizationPolicies).Concat(documents.Sidecars)
            .Select(d => d.Meta).Where(m => m.Source.File == diagnostic.Source.File && m.Source.Line <= diagnostic.Source.Line).MaxBy(m => m.Source.Line);
    }

    private static List<PolicyFile> Files(JsonNode test) =>
        [.. test["inputFiles"]!.AsArray().Select(f => Corpus.Path("istio/analyzers/" + Path.GetFileName((string)f!))).Where(File.Exists).Select(path => new PolicyFile(Path.GetFileName(path), File.ReadAllText(path)))];
}
