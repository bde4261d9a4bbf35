using System.Text;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Validation;
using EgressPipeline.TestKit;

namespace EgressPipeline.Policy.Tests.Validation;

/// <summary>
/// Every YAML file of Istio that is at hand, each document for itself, counted by what is said of it. Each kind of finding was read and has
/// its reason here; one without a reason fails.
/// </summary>
public sealed class CorpusTallyTests
{
    private const string Page = "docs/conformance.md";

    private static readonly Dictionary<string, string> Reasons = new(StringComparer.Ordinal)
    {
        ["EGP0008"] = "no Kubernetes resources: mesh settings, and the Envoy configuration that Istio makes of its authorization inputs",
        ["EGP0010"] = "kinds that a sidecar does not use",
        ["EGP0011"] = "an upper-case name, which Kubernetes refuses",
        ["EGP0104"] = "a ServiceEntry without spec; a route without destination",
        ["EGP0107"] = "not implemented in this release: conditions on Envoy's filter metadata, protocol detection, ISTIO_MUTUAL",
        ["EGP0112"] = "fields that can mean nothing here: inbound listeners",
        ["EGP0211"] = "the name of a gateway that Istio made for itself (with ~): no name of a resource",
        ["EGP0301"] = "host `*`, for which Istio's analyzer has a case as well",
        ["EGP0306"] = "a wildcard with resolution DNS, which Istio refuses",
        ["EGP0313"] = "a TCP port without addresses claims the port for everybody: Istio's analyzer warns, too",
        ["EGP0315"] = "a ServiceEntry without ports",
        ["EGP0317"] = "resolution NONE forwards to whatever was dialled",
        ["EGP0401"] = "host `*` for the mesh gateway, which Istio refuses",
        ["EGP0403"] = "a VirtualService without rules, which Istio refuses",
        ["EGP0404"] = "a rule with nothing to do, which Istio refuses",
        ["EGP0411"] = "weights that add up to 0, which Istio refuses",
        ["EGP0423"] = "a delay without a duration",
        ["EGP0418"] = "rules that no call reaches; one is in Istio's sample of fault injection, whose first rule takes every call",
        ["EGP0419"] = "matches that an earlier match covers",
        ["EGP0420"] = "routes of ingress gateways alone",
        ["EGP0514"] = "a sample whose port settings silently drop its load balancing",
        ["EGP0611"] = "DENY by path without a port, which means more than its authors expect on TLS and TCP connections",
        ["EGP0614"] = "rules that contradict themselves: `*` both demanded and excluded; a source.ip and a remote.ip that differ, one and the same address here; ports 80 and 91",
        ["EGP0617"] = "paths that do not begin with a slash: no request has one",
        ["EGP0801"] = "a Sidecar that says nothing, which Istio refuses",
    };

    [Fact]
    public void EveryFileOfIstio_IsJudgedWithoutACrash_AndEveryKindOfFindingHasItsReason()
    {
        Assert.SkipUnless(Corpus.Exists, Corpus.Absent);
        var files = Directory.GetFiles(Corpus.Path("istio"), "*.yaml", SearchOption.AllDirectories);
        var refused = 0;
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var found = PolicyCompiler.Compile([new PolicyFile(file, File.ReadAllText(file))], WorkloadContext.Unknown, ValidationOptions.Isolated).Diagnostics;
            refused += found.Any(d => d.Severity == Severity.Error) ? 1 : 0;
            foreach (var diagnostic in found)
                counts[diagnostic.Id] = counts.GetValueOrDefault(diagnostic.Id) + 1;
        }

        Assert.Empty(counts.Keys.Except(Reasons.Keys));
        CompareTable(Table(files.Length, refused, counts));
    }

    private static string Table(int files, int refused, SortedDictionary<string, int> counts)
    {
        var table = new StringBuilder($"{files} files: {files - refused} without an error, {refused} with one.\n\n| finding | times | what it is about |\n|---|---:|---|\n");
        foreach (var (id, count) in counts)
            table.Append($"| [{id}](diagnostics/{id}.md) {DiagnosticCatalogue.Find(id)!.Severity.ToString().ToLowerInvariant()} | {count} | {Reasons[id]} |\n");
        return table.ToString();
    }

    private static void CompareTable(string table)
    {
        const string begin = "<!-- begin tally -->\n", end = "<!-- end tally -->";
        var page = RepositoryDocument.Read(Page);
        var from = page.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var to = page.IndexOf(end, StringComparison.Ordinal);
        Assert.True(from >= begin.Length && to >= from, $"{Page} has no stretch for the tally");
        RepositoryDocument.Compare(Page, page[..from] + table + page[to..]);
    }
}
