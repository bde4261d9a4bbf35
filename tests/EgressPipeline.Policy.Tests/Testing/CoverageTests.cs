using EgressPipeline.Policy.Testing;
using EgressPipeline.Policy.Tests.Compilation;

namespace EgressPipeline.Policy.Tests.Testing;

public sealed class CoverageTests
{
    [Fact]
    public void Rules_ThatDecided_AreExercised()
    {
        var coverage = Tested.Run("""
            - { call: GET http://api.weather.example/reports/a, expect: allowed }
            - { call: GET http://api.weather.example/reports/b, expect: allowed }
            - { call: DELETE http://api.weather.example/v1, expect: denied }
            """).Coverage;

        Assert.Equal(
            [
                ("AuthorizationPolicy/shop/no-deletes#rules[0]", 1), ("AuthorizationPolicy/shop/readers#rules[0]", 2), ("AuthorizationPolicy/shop/watched#rules[0]", 2),
                ("ServiceEntry/shop/weather#ports[0]", 3), ("VirtualService/shop/weather#http[2]", 2),
            ],
            coverage.Items.Where(item => item.Cases > 0).Select(item => (item.Rule.Id, item.Cases)).OrderBy(item => item.Id, StringComparer.Ordinal));
        Assert.Equal(15, coverage.Items.Count);
        Assert.Equal(5 * 100 / 15, coverage.Percent);
    }

    [Fact]
    public void Missing_AreListedInTheOrderOfTheFile()
    {
        var missing = Tested.Run("- { call: GET http://api.weather.example/v1, expect: allowed }").Coverage.Missing.ToArray();

        Assert.Equal(missing.OrderBy(item => item.Rule.Source.Line).ThenBy(item => item.Rule.Source.Column), missing);
        Assert.Contains(missing, item => item is { Kind: CoverageKind.ServicePort, Rule.Id: "ServiceEntry/shop/weather#ports[1]", Rule.Source: { File: ShopPolicies.File, Line: 9 } });
        Assert.Contains(missing, item => item is { Kind: CoverageKind.HttpRoute, Rule.Id: "VirtualService/shop/weather#http[1]" });
    }

    [Fact]
    public void PolicyThatAllowsNothing_IsExercisedByARefusal()
    {
        var policies = TestPolicies.Service("a.example", "80 HTTP") + """
            ---
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: { name: nothing }
            spec: {}

            """ + TestPolicies.Policy("ALLOW", "- to: [{ operation: { methods: [POST] } }]", "writes");

        var item = Assert.Single(Tested.Run("- { call: GET http://a.example/, expect: denied }", "", policies).Coverage.Items, item => item.Rule.Id.EndsWith("/nothing", StringComparison.Ordinal));

        Assert.Equal((CoverageKind.Authorization, 1), (item.Kind, item.Cases));
    }

    [Fact]
    public void TlsAndTcpRoutes_AreCounted()
    {
        var policies = """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: { name: s }
            spec:
              hosts: [a.example]
              addresses: [10.0.0.1]
              resolution: DNS
              ports: [{ number: 443, name: tls, protocol: TLS }, { number: 9000, name: tcp, protocol: TCP }]

            """ + TestPolicies.VirtualService("a.example", """
            tls:
            - match: [{ port: 443, sniHosts: [a.example] }]
              route: [{ destination: { host: a.example, port: { number: 443 } } }]
            tcp:
            - match: [{ port: 9000 }]
              route: [{ destination: { host: a.example, port: { number: 9000 } } }]
            """);

        var coverage = Tested.Run("""
            - { call: TLS a.example, expect: { route: "vs#tls[0]" } }
            - { call: "TCP 10.0.0.1:9000", expect: { route: "tcp[0]" } }
            """, "", policies);

        Assert.Equal(0, coverage.Failed);
        Assert.Equal(100, coverage.Coverage.Percent);
        Assert.Equal([CoverageKind.ServicePort, CoverageKind.ServicePort, CoverageKind.TlsRoute, CoverageKind.TcpRoute], coverage.Coverage.Items.Select(item => item.Kind));
    }
}
