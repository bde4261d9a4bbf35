using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Tests.Validation;

/// <summary>Two documents about one thing contradict each other only where some namespace sees both.</summary>
public sealed class ExportedPairTests
{
    [Theory]
    [InlineData("a", "[]", "b", "[]", true)]
    [InlineData("a", "['.']", "b", "['.']", false)]
    [InlineData("a", "['.']", "a", "['.']", true)]
    [InlineData("a", "['.']", "b", "[a]", true)]
    [InlineData("a", "['*']", "b", "['.']", true)]
    [InlineData("a", "['.']", "b", "['*']", true)]
    [InlineData("a", "[c, d]", "b", "[d]", true)]
    [InlineData("a", "[c]", "b", "[d]", false)]
    public void VirtualServices_ForOneHost_ConflictWhereBothAreSeen(string ns, string exportTo, string otherNs, string otherExportTo, bool conflict)
    {
        var found = Checking.Check(
            Document("VirtualService", "x", ns, $"{{hosts: [a.com], exportTo: {exportTo}, http: [{{directResponse: {{status: 200}}}}]}}")
            + Document("VirtualService", "y", otherNs, $"{{hosts: [a.com], exportTo: {otherExportTo}, http: [{{directResponse: {{status: 200}}}}]}}"));
        Assert.Equal(conflict, found.Any(d => d.Id == ReferenceDiagnostics.DuplicateVirtualHost.Id));
    }

    [Theory]
    [InlineData("[]", "[]", true)]
    [InlineData("['~']", "[]", false)]
    [InlineData("[]", "['~']", false)]
    [InlineData("['~']", "['~']", false)]
    [InlineData("['.']", "['*']", true)]
    [InlineData("['.']", "[b]", false)]
    public void ServiceEntries_WithTwoProtocols_ConflictWhereBothAreSeen(string exportTo, string otherExportTo, bool conflict)
    {
        var found = Checking.Check(Entry("x", exportTo, "HTTP") + Entry("y", otherExportTo, "TLS"));
        Assert.Equal(conflict, found.Any(d => d.Id == ReferenceDiagnostics.ConflictingProtocol.Id));
    }

    [Theory]
    [InlineData("['.']", "['*']", true)]
    [InlineData("['*']", "['.']", true)]
    [InlineData("['.']", "[default]", true)]
    [InlineData("['.']", "[other]", false)]
    public void DestinationRules_WithOneSubset_ConflictWhereBothAreSeen(string exportTo, string otherExportTo, bool conflict)
    {
        var found = Checking.Check(Subset("x", exportTo) + Subset("y", otherExportTo));
        Assert.Equal(conflict, found.Any(d => d.Id == ReferenceDiagnostics.SecondPolicy.Id && d.Message.Contains("subset 'v1'", StringComparison.Ordinal)));
    }

    [Fact]
    public void VirtualService_WithOneHostTwice_DoesNotConflictWithItself()
    {
        var found = Checking.Check(Document("VirtualService", "x", "a", "{hosts: [a.com, A.com], http: [{directResponse: {status: 200}}]}"));
        Assert.DoesNotContain(found, d => d.Id == ReferenceDiagnostics.DuplicateVirtualHost.Id);
        Assert.Contains(found, d => d.Id == VirtualServiceDiagnostics.OverlappingHosts.Id);
    }

    [Theory]
    [InlineData("true", 1)]
    [InlineData("false", 0)]
    public void FilterBinding_ToWhatNothingDeclares_IsReportedWhileEnabled(string enabled, int count)
    {
        var found = Checking.Check($"apiVersion: egresspipeline.dev/v1\nkind: FilterBinding\nmetadata: {{name: x}}\nspec: {{filter: a, enabled: {enabled}, services: [b]}}\n");
        Assert.Equal(count, found.Count(d => d.Id == FilterBindingDiagnostics.ServiceNotDeclared.Id));
    }

    /// <summary>The same port number declared for HTTP anywhere: there a condition on methods means what it says.</summary>
    [Theory]
    [InlineData("TCP", true)]
    [InlineData("HTTP", false)]
    public void DenyOnAPort_DeclaredForHttpToo_DoesNotWiden(string second, bool widens)
    {
        var found = Checking.Check(
            Document("ServiceEntry", "x", "a", "{hosts: [x.com], addresses: [10.0.0.1], ports: [{number: 9000, name: p, protocol: TCP}]}")
            + Document("ServiceEntry", "y", "a", $"{{hosts: [y.com], addresses: [10.0.0.2], ports: [{{number: 9000, name: p, protocol: {second}}}]}}")
            + Document("AuthorizationPolicy", "z", "a", "{action: DENY, rules: [{to: [{operation: {methods: [GET], ports: ['9000']}}]}]}", "security"));
        Assert.Equal(widens, found.Any(d => d.Id == AuthorizationPolicyDiagnostics.DenyWidens.Id));
    }

    private static string Entry(string name, string exportTo, string protocol) =>
        Document("ServiceEntry", name, "a", $"{{hosts: [a.com], exportTo: {exportTo}, resolution: DNS, ports: [{{number: 80, name: p, protocol: {protocol}}}]}}");

    private static string Subset(string name, string exportTo) =>
        Document("DestinationRule", name, "default", $"{{host: a.com, exportTo: {exportTo}, subsets: [{{name: v1}}]}}");

    private static string Document(string kind, string name, string ns, string spec, string group = "networking") =>
        $"apiVersion: {group}.istio.io/v1\nkind: {kind}\nmetadata: {{name: {name}, namespace: {ns}}}\nspec: {spec}\n---\n";
}
