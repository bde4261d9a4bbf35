using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Tests.Compilation;

public sealed class ConsistentHashTests
{
    [Theory]
    [InlineData("httpHeaderName: X-User", "RingHash header x-user, table of 1024")]
    [InlineData("httpHeaderName: ':path'", "RingHash header :path, table of 1024")]
    [InlineData("useSourceIp: true, ringHash: {minimumRingSize: 4096}", "RingHash source address, table of 4096")]
    [InlineData("useSourceIp: true, minimumRingSize: 7", "RingHash source address, table of 7")]
    [InlineData("useSourceIp: true, minimumRingSize: 0", "RingHash source address, table of 1024")]
    [InlineData("httpQueryParameterName: User, maglev: {tableSize: 65537}", "Maglev query parameter User, table of 65537")]
    [InlineData("httpCookie: {name: id}", "RingHash cookie id, table of 1024")]
    [InlineData("httpCookie: {name: id, ttl: 0s}", "RingHash cookie id, table of 1024, a new cookie ; HttpOnly")]
    [InlineData("httpCookie: {name: id, path: /a, ttl: 90.5s, attributes: [{name: Secure}, {name: SameSite, value: Lax}]}",
        "RingHash cookie id, table of 1024, a new cookie ; Max-Age=90; Path=/a; Secure; SameSite=Lax; HttpOnly")]
    public void Hash_AsWritten_IsPlanned(string hash, string expected)
    {
        var result = Compile(hash);
        Assert.Empty(result.Diagnostics);
        var cluster = result.Plan!.Clusters[0];
        Assert.Equal(expected, cluster.LoadBalancing + " " + cluster.Hash);
    }

    [Theory]
    [InlineData("maglev: {tableSize: 65537}")]
    [InlineData("useSourceIp: false")]
    [InlineData("httpHeaderName: 'x user'")]
    [InlineData("httpHeaderName: ':status'")]
    [InlineData("httpHeaderName: ''")]
    [InlineData("httpQueryParameterName: ''")]
    [InlineData("httpCookie: {name: 'a;b'}")]
    [InlineData("httpCookie: {name: ''}")]
    [InlineData("httpCookie: {name: id, path: '/a;b'}")]
    [InlineData("httpCookie: {name: id, path: \"/a\\r\\nx: y\"}")]
    [InlineData("httpCookie: {name: id, attributes: [{name: A, value: \"b\\nc\"}]}")]
    [InlineData("httpCookie: {name: id, attributes: [{name: 'A B'}]}")]
    [InlineData("useSourceIp: true, maglev: {tableSize: 5000011}")]
    [InlineData("useSourceIp: true, maglev: {tableSize: 65536}")]
    [InlineData("useSourceIp: true, maglev: {}")]
    [InlineData("useSourceIp: true, ringHash: {minimumRingSize: 8388609}")]
    public void Hash_ThatCannotBe_IsRefused(string hash) =>
        Assert.Contains(Compile(hash).Diagnostics, d => d.Id == DestinationRuleDiagnostics.BadHash.Id);

    [Fact]
    public void Hash_SizesAtTheirBounds_AreTaken()
    {
        Assert.Equal(8_388_608, Compile("useSourceIp: true, ringHash: {minimumRingSize: 8388608}").Plan!.Clusters[0].Hash!.TableSize);
        Assert.Equal(4_999_999, Compile("useSourceIp: true, maglev: {tableSize: 4999999}").Plan!.Clusters[0].Hash!.TableSize);
    }

    private static CompilationResult Compile(string hash) => PolicyCompiler.Compile(
        [new PolicyFile("policy.yaml", $$"""
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: { name: api }
            spec:
              hosts: [api.example.com]
              ports:
              - { number: 80, name: http, protocol: HTTP }
              resolution: DNS
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: { name: api }
            spec:
              host: api.example.com
              trafficPolicy:
                loadBalancer:
                  consistentHash: { {{hash}} }
            """)], WorkloadContext.Unknown);
}
