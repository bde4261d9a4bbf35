using System.Text.Json.Nodes;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.TestKit;

namespace EgressPipeline.Policy.Tests.Validation;

/// <summary>What <c>istioctl analyze</c> finds in its own inputs is found here too, where it concerns egress.</summary>
public sealed class CorpusAnalyzerTests
{
    private static readonly (string Message, string Kind, string[] Ids)[] Findings =
    [
        ("msg.ConflictingServiceEntryProtocol", "ServiceEntry", [ReferenceDiagnostics.ConflictingProtocol.Id]),
        ("msg.ConflictingMeshGatewayVirtualServiceHosts", "VirtualService", [ReferenceDiagnostics.DuplicateVirtualHost.Id]),
        ("msg.ConflictingSidecarWorkloadSelectors", "Sidecar", [ReferenceDiagnostics.SecondSidecar.Id]),
        ("msg.MultipleSidecarsWithoutWorkloadSelectors", "Sidecar", [ReferenceDiagnostics.SecondSidecar.Id]),
        ("msg.VirtualServiceUnreachableRule", "VirtualService", [VirtualServiceDiagnostics.Unreachable.Id]),
        ("msg.VirtualServiceIneffectiveMatch", "VirtualService", [VirtualServiceDiagnostics.Unreachable.Id, VirtualServiceDiagnostics.IneffectiveMatch.Id]),
        ("msg.ServiceEntryAddressesRequired", "ServiceEntry", [ServiceEntryDiagnostics.OpaqueWithoutAddress.Id, BindingDiagnostics.NotImplemented.Id]),
        ("msg.ReferencedResourceNotFound", "VirtualService",
            [ReferenceDiagnostics.HostNotDeclared.Id, ReferenceDiagnostics.PortNotDeclared.Id, ReferenceDiagnostics.SubsetNotDefined.Id, VirtualServiceDiagnostics.GatewayOnly.Id]),
    ];

    [Fact]
    public void Analyzers_FindingsAboutEgress_AreReported()
    {
        Assert.SkipUnless(Corpus.Exists, Corpus.Absent);
        var cases = JsonNode.Parse(File.ReadAllText(Corpus.Path("vectors/istio-analyzers.json")))!["cases"]!.AsArray();
        var compared = 0;
        var missing = new List<string>();
        foreach (var test in cases)
        {
            var yaml = string.Join("\n---\n", test!["inputFiles"]!.AsArray().Select(f => Corpus.Path("istio/analyzers/" + Path.GetFileName((string)f!))).Where(File.Exists).Select(File.ReadAllText));
            var ids = Checking.Check(yaml).Select(d => d.Id).ToHashSet();
            foreach (var finding in Findings.Where(f => Expects(test, f.Message, f.Kind)))
            {
                compared++;
                if (!finding.Ids.Any(ids.Contains))
                    missing.Add(test["name"] + ": " + finding.Message);
            }
        }
        Assert.Empty(missing);
        Assert.True(compared >= 5, $"only {compared} findings were compared");
    }

    private static bool Expects(JsonNode test, string message, string kind) =>
        test["expected"]!.AsArray().Any(e => (string)e![0]! == message && ((string)e[1]!).StartsWith(kind + " ", StringComparison.Ordinal));
}
