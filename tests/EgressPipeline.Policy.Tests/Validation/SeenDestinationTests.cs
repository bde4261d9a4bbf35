using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Tests.Validation;

/// <summary>A route leads to what its author's namespace sees, not to whatever some file declares.</summary>
public sealed class SeenDestinationTests
{
    [Theory]
    [InlineData("", "", true)]
    [InlineData("exportTo: ['*']", "", true)]
    [InlineData("exportTo: [shop]", "", true)]
    [InlineData("exportTo: [other, shop]", "", true)]
    [InlineData("exportTo: ['.']", "", false)]
    [InlineData("exportTo: [third]", "", false)]
    [InlineData("exportTo: ['~']", "", false)]
    [InlineData("exportTo: ['.']", "exportTo: [other]", true)]
    [InlineData("exportTo: ['.']", "exportTo: [third]", false)]
    public void Destination_DeclaredInAnotherNamespace_CountsWhereItIsExported(string entryExport, string serviceExport, bool isSeen)
    {
        var found = Checking.Check($$"""
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: api, namespace: other}
            spec:
              {{entryExport}}
              hosts: [api.example.com]
              resolution: DNS
              ports: [{number: 80, name: http, protocol: HTTP}]
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: routes, namespace: shop}
            spec:
              {{serviceExport}}
              hosts: [api.example.com]
              http:
              - route: [{destination: {host: api.example.com} }]
            """).Where(d => d.Id == ReferenceDiagnostics.HostNotDeclared.Id).ToArray();

        Assert.Equal(isSeen, found.Length == 0);
        if (!isSeen)
            Assert.Contains("that namespace 'shop' sees: ServiceEntry/other/api at policy.yaml:1 is not exported to it", found[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Destination_HiddenWildcardBesideAVisibleOne_IsFoundInTheVisibleOne()
    {
        var found = Checking.Check("""
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: near, namespace: other}
            spec:
              exportTo: ['.']
              hosts: ['*.api.example.com']
              resolution: NONE
              ports: [{number: 8080, name: http, protocol: HTTP}]
            ---
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: far, namespace: other}
            spec:
              hosts: ['*.example.com']
              resolution: NONE
              ports: [{number: 80, name: http, protocol: HTTP}]
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: routes, namespace: shop}
            spec:
              hosts: [v1.api.example.com]
              http:
              - route: [{destination: {host: v1.api.example.com, port: {number: 80}}}]
            """);

        Assert.DoesNotContain(found.Errors(), d => d.Id is "EGP0901" or "EGP0902");
    }
}
