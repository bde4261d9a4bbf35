using EgressPipeline.Policy.Testing;

namespace EgressPipeline.Policy.Tests.Testing;

/// <summary>Every aspect: the true value passes, and any other fails and says what is true.</summary>
public sealed class ExpectationTests
{
    private const string Reports = "GET http://api.weather.example/reports/a?x=1";
    private const string Split = "GET http://api.weather.example/split";
    private const string Plain = "GET http://api.weather.example/v1";
    private const string Old = "GET http://api.weather.example/old/x?y=2";
    private const string Down = "GET http://api.weather.example/down";
    private const string Delete = "DELETE http://api.weather.example/v1";
    private const string Unknown = "GET http://api.wether.example/";
    private const string Tls = "TLS api.weather.example";

    public static TheoryData<string, string, string, string> Aspects => new()
    {
        { Plain, "verdict: allowed", "verdict: denied", "allowed" },
        { Delete, "verdict: denied", "verdict: unregistered", "denied (a DENY rule matches)" },
        { Delete, "verdict: refused", "verdict: allowed", "denied (a DENY rule matches)" },
        { Unknown, "verdict: unregistered", "verdict: denied", "unregistered (no ServiceEntry declares the destination)" },
        { Unknown, "verdict: refused", "verdict: no-route", "unregistered (no ServiceEntry declares the destination)" },
        { "GET http://api.weather.example/nowhere", "verdict: no-route", "verdict: allowed", "no-route (a VirtualService governs the host and no rule of it matches)" },
        { Delete, "reason: denied_by_rule", "reason: not_allowed", "denied_by_rule" },
        { "GET http://api.weather.example:81/", "reason: port_not_declared", "reason: unregistered", "port_not_declared" },
        { Delete, "by: no-deletes", "by: readers", "AuthorizationPolicy/shop/no-deletes#rules[0]" },
        { Plain, "by: AuthorizationPolicy/shop/readers#rules[0]", "by: readers#rules[1]", "AuthorizationPolicy/shop/readers#rules[0]" },
        { Unknown, "by: none", "by: readers", "none" },
        { Reports, "audit: watched", "audit: none", "AuthorizationPolicy/shop/watched#rules[0]" },
        { Plain, "audit: none", "audit: watched", "none" },
        { Plain, "service: api.weather.example", "service: orders.example", "api.weather.example" },
        { Plain, "service: shop/weather", "service: shop/orders", "api.weather.example" },
        { Unknown, "service: none", "service: weather", "none" },
        { Reports, "route: reports", "route: old", "reports (VirtualService/shop/weather#http[2])" },
        { Split, "route: weather#http[3]", "route: weather#http[2]", "VirtualService/shop/weather#http[3]" },
        { Tls, "route: none", "route: weather", "none" },
        { Delete, "verdict: denied", "route: none", "nothing: the call is denied" },
        { Reports, "subset: v2", "subset: v1", "v2" },
        { Split, "weights: { v1: 9, v2: 1 }", "subset: v1", "v1, v2" },
        { Plain, "subset: none", "subset: v1", "none" },
        { Reports, "cluster: outbound|80|v2|api.weather.example", "cluster: outbound|80||api.weather.example", "outbound|80|v2|api.weather.example" },
        { Split, "weights: { v1: 90, v2: 10 }", "weights: { v1: 80, v2: 20 }", "v1 90, v2 10" },
        { Split, "weights: { 'outbound|80|v1|api.weather.example': 90, v2: 10, v3: 0 }", "weights: { v1: 1 }", "v1 90, v2 10" },
        { Split, "weights: { v1: 90, v2: 10 }", "weights: { v1: 90, v2: 10, v3: 1 }", "v1 90, v2 10" },
        { Split, "endpoints: ['two.weather.example:8443', 'one.weather.example:8443']", "endpoints: ['one.weather.example:8443']", "one.weather.example:8443, two.weather.example:8443" },
        { Reports, "endpoints: ['two.weather.example:8443']", "endpoints: []", "two.weather.example:8443" },
        { Reports, "retries: 3", "retries: 2", "3 on gateway-error,reset,429, each try within 900ms" },
        { Split, "retries: default", "retries: 2", "2 on reset-before-request,connect-failure,refused-stream (default)" },
        { Plain, "retries: 0", "retries: default", "off" },
        { Reports, "retries: { retryOn: '429,reset,gateway-error' }", "retries: { retryOn: 'reset,gateway-error' }", "gateway-error,reset,429" },
        { Reports, "retries: { perTryTimeout: 0.9s }", "retries: { perTryTimeout: 1s }", "900ms" },
        { Reports, "timeout: 5000ms", "timeout: 6s", "5s" },
        { Plain, "timeout: 0s", "timeout: 1s", "none" },
        { Reports, "tls: SIMPLE", "tls: DISABLE", "SIMPLE" },
        { Tls, "tls: DISABLE", "tls: SIMPLE", "DISABLE" },
        { Reports, "serverName: tls.weather.example", "serverName: api.weather.example", "tls.weather.example" },
        { Tls, "serverName: none", "serverName: api.weather.example", "none" },
        { Reports, "path: /v2/reports/a?x=1", "path: /reports/a?x=1", "/v2/reports/a?x=1" },
        { Reports, "authority: reports.weather.example", "authority: api.weather.example", "reports.weather.example" },
        { Plain, "authority: api.weather.example", "authority: a", "api.weather.example" },
        { Old, "redirect: 308", "redirect: 301", "308" },
        { Old, "redirect: { location: 'http://api.weather.example/new?y=2' }", "redirect: { location: 'http://api.weather.example/new' }", "http://api.weather.example/new?y=2" },
        { Down, "directResponse: 418", "directResponse: 503", "418" },
        { Down, "directResponse: { body: teapot }", "directResponse: { body: kettle }", "teapot" },
        { Plain, "verdict: allowed", "redirect: 308", "none" },
        { Down, "verdict: allowed", "timeout: 1s", "none" },
        { Down, "verdict: allowed", "tls: SIMPLE", "none" },
        { "TCP 10.1.2.3:5432", "reason: not_allowed", "verdict: allowed", "denied (ALLOW policies exist and none matches)" },
    };

    [Theory, MemberData(nameof(Aspects))]
    public void Aspect_OnlyTheTrueValue_Passes(string call, string right, string wrong, string actual)
    {
        var passed = Tested.One($"- call: {call}\n  from: {{ namespace: shop }}\n  expect:\n    {right}");
        var failed = Tested.One($"- call: {call}\n  from: {{ namespace: shop }}\n  expect:\n    {wrong}");

        Assert.True(passed.Status == CaseStatus.Passed, Tested.Explain(passed));
        Assert.Equal(CaseStatus.Failed, failed.Status);
        Assert.Equal(actual, Assert.Single(failed.Failures).Actual);
    }

    [Fact]
    public void EveryAspectOfTheSchema_IsTested()
    {
        var fields = typeof(Policy.Rules.ExpectationRule).GetProperties().Select(p => p.Name).Except(["Source", "EndpointsSource"]);
        var tested = Aspects.Select(row => row.Data.Item2.Split(':')[0]).ToHashSet(StringComparer.OrdinalIgnoreCase);

        Assert.DoesNotContain(fields, field => !tested.Contains(field));
    }
}
