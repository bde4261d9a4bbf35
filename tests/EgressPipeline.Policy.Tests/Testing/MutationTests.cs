using EgressPipeline.Policy.Testing;

namespace EgressPipeline.Policy.Tests.Testing;

/// <summary>A suite of PolicyTests is worth what it notices: each change of the policies below makes a case fail.</summary>
public sealed class MutationTests
{
    private const string Suite = """
        - call: GET http://api.weather.example/v1
          expect: { verdict: allowed, by: "readers#rules[0]", subset: none, retries: 0, tls: SIMPLE }
        - call: DELETE http://api.weather.example/v1
          expect: { verdict: denied, by: no-deletes }
        - call: POST http://api.weather.example/v1
          expect: { verdict: denied, reason: not_allowed }
        - call: GET http://api.weather.example/reports/a
          expect: { route: reports, subset: v2, timeout: 5s, path: /v2/reports/a, audit: watched, retries: { attempts: 3, retryOn: "gateway-error,reset,429", perTryTimeout: 900ms } }
        - call: GET http://api.weather.example/split
          expect: { weights: { v1: 90, v2: 10 }, endpoints: ["one.weather.example:8443", "two.weather.example:8443"] }
        - call: GET http://api.weather.example/old/x
          expect: { redirect: { code: 308, location: http://api.weather.example/new } }
        - call: GET http://api.weather.example/down
          expect: { directResponse: 418 }
        - call: GET http://api.weather.example:81/v1
          expect: unregistered
        - call: TCP 10.1.2.3:5432
          from: cluster.local/ns/shop/sa/web
          expect: { verdict: allowed, by: "readers#rules[2]", endpoints: ["10.1.2.3:5432"] }
        """;

    [Fact]
    public void Suite_OnThePoliciesItWasWrittenFor_Passes()
    {
        var report = Tested.Run(Suite);
        Assert.All(report.Cases, result => Assert.True(result.Status == CaseStatus.Passed, Tested.Explain(result)));
    }

    [Theory]
    [InlineData("methods: [GET]", "methods: [GET, POST]")]
    [InlineData("hosts: [api.weather.example], methods: [GET]", "methods: [GET], ports: [\"443\"]")]
    [InlineData("methods: [DELETE]", "methods: [PATCH]")]
    [InlineData("action: DENY\n  rules: [{ to: [{ operation: { methods", "action: AUDIT\n  rules: [{ to: [{ operation: { methods")]
    [InlineData("uri: /v2/reports/", "uri: /v3/reports/")]
    [InlineData("timeout: 5s", "timeout: 4s")]
    [InlineData("attempts: 3", "attempts: 2")]
    [InlineData("attempts: 0", "attempts: 1")]
    [InlineData("gateway-error,reset,429", "gateway-error,reset")]
    [InlineData("perTryTimeout: 900ms", "perTryTimeout: 901ms")]
    [InlineData("subset: v2, port: { number: 80 } } }]", "subset: v1, port: { number: 80 } } }]")]
    [InlineData("weight: 10", "weight: 11")]
    [InlineData("mode: SIMPLE, sni: tls.weather.example", "mode: DISABLE")]
    [InlineData("redirectCode: 308", "redirectCode: 307")]
    [InlineData("uri: /new", "uri: /newer")]
    [InlineData("status: 418", "status: 503")]
    [InlineData("/reports/*", "/report/*")]
    [InlineData("namespaces: [shop]", "namespaces: [ship]")]
    [InlineData("{ address: 10.1.2.3 }", "{ address: 10.1.2.4 }")]
    [InlineData("number: 80, name: http, protocol: HTTP }", "number: 80, name: http, protocol: HTTP }\n  - { number: 81, name: http2, protocol: HTTP }")]
    public void Policy_Changed_FailsTheSuite(string before, string after)
    {
        var changed = ShopPolicies.Yaml.Replace(before, after, StringComparison.Ordinal);
        Assert.NotEqual(ShopPolicies.Yaml, changed);

        Assert.True(Tested.Run(Suite, "", changed).Failed > 0);
    }
}
