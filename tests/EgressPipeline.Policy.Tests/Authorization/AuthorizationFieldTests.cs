using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Tests.Compilation;
using EgressPipeline.Policy.Tests.Decisions;

namespace EgressPipeline.Policy.Tests.Authorization;

/// <summary>Each field in each form, on a call that fulfils it and on one that does not.</summary>
public sealed class AuthorizationFieldTests
{
    private const string Service = "api.example.com";

    private static readonly TestCall Call = TestCall.Http(Service, 80) with
    {
        Method = "POST",
        Path = "/v1/items",
        Caller = "spiffe://cluster.local/ns/shop/sa/web",
        SourceIp = "10.1.2.3",
        DestinationIp = "93.184.216.34",
        Headers = [("x-team", "blue"), ("x-empty", "")],
        Process = new(1000, 4711, "/usr/bin/curl"),
    };

    [Theory]
    [InlineData("from: [{source: {principals: [cluster.local/ns/shop/sa/web]}}]", true)]
    [InlineData("from: [{source: {principals: ['cluster.local/*']}}]", true)]
    [InlineData("from: [{source: {principals: ['*/sa/web']}}]", true)]
    [InlineData("from: [{source: {principals: ['*']}}]", true)]
    [InlineData("from: [{source: {principals: [spiffe://cluster.local/ns/shop/sa/web]}}]", false)]
    [InlineData("from: [{source: {principals: [cluster.local/ns/shop/sa/other]}}]", false)]
    [InlineData("from: [{source: {notPrincipals: [cluster.local/ns/shop/sa/web]}}]", false)]
    [InlineData("from: [{source: {notPrincipals: [cluster.local/ns/shop/sa/other]}}]", true)]
    [InlineData("from: [{source: {namespaces: [shop]}}]", true)]
    [InlineData("from: [{source: {namespaces: ['sh*']}}]", true)]
    [InlineData("from: [{source: {namespaces: [other, shop]}}]", true)]
    [InlineData("from: [{source: {namespaces: [other]}}]", false)]
    [InlineData("from: [{source: {notNamespaces: [shop]}}]", false)]
    [InlineData("from: [{source: {serviceAccounts: [shop/web]}}]", true)]
    [InlineData("from: [{source: {serviceAccounts: [web]}}]", false)]
    [InlineData("from: [{source: {notServiceAccounts: [shop/web]}}]", false)]
    [InlineData("from: [{source: {ipBlocks: [10.0.0.0/8]}}]", true)]
    [InlineData("from: [{source: {ipBlocks: [10.1.2.4]}}]", false)]
    [InlineData("from: [{source: {notIpBlocks: [10.0.0.0/8]}}]", false)]
    [InlineData("from: [{source: {remoteIpBlocks: [10.1.2.3]}}]", true)]
    [InlineData("from: [{source: {notRemoteIpBlocks: [10.1.2.3]}}]", false)]
    [InlineData("from: [{source: {namespaces: [shop], ipBlocks: [10.1.2.4]}}]", false)]
    [InlineData("from: [{source: {namespaces: [other]}}, {source: {ipBlocks: [10.1.2.3]}}]", true)]
    [InlineData("when: [{key: source.uid, values: ['1000']}]", true)]
    [InlineData("when: [{key: source.uid, values: ['0', '1001']}]", false)]
    [InlineData("when: [{key: source.uid, notValues: ['0']}]", true)]
    [InlineData("when: [{key: source.uid, notValues: ['1000']}]", false)]
    [InlineData("when: [{key: source.process, values: [/usr/bin/curl]}]", true)]
    [InlineData("when: [{key: source.process, values: ['/usr/*']}]", true)]
    [InlineData("when: [{key: source.process, values: [curl]}]", false)]
    [InlineData("when: [{key: source.process, values: ['*/curl']}]", true)]
    [InlineData("when: [{key: source.process, notValues: ['/usr/bin/*']}]", false)]
    [InlineData("to: [{operation: {hosts: [api.example.com]}}]", true)]
    [InlineData("to: [{operation: {hosts: ['api.example.com:*']}}]", true)]
    [InlineData("to: [{operation: {hosts: ['API.example.com:80']}}]", true)]
    [InlineData("to: [{operation: {hosts: ['api.example.com:81']}}]", false)]
    [InlineData("to: [{operation: {hosts: ['*.example.com']}}]", true)]
    [InlineData("to: [{operation: {hosts: ['*.api.example.com']}}]", false)]
    [InlineData("to: [{operation: {notHosts: ['*.example.com']}}]", false)]
    [InlineData("to: [{operation: {ports: ['80', '81']}}]", true)]
    [InlineData("to: [{operation: {ports: ['81']}}]", false)]
    [InlineData("to: [{operation: {notPorts: ['80']}}]", false)]
    [InlineData("to: [{operation: {methods: [POST]}}]", true)]
    [InlineData("to: [{operation: {methods: [post]}}]", false)]
    [InlineData("to: [{operation: {methods: ['P*']}}]", true)]
    [InlineData("to: [{operation: {notMethods: [GET]}}]", true)]
    [InlineData("to: [{operation: {paths: [/v1/items]}}]", true)]
    [InlineData("to: [{operation: {paths: ['/v1/*']}}]", true)]
    [InlineData("to: [{operation: {paths: ['*/items']}}]", true)]
    [InlineData("to: [{operation: {paths: ['/v1/{*}']}}]", true)]
    [InlineData("to: [{operation: {paths: ['/v1/{*}/x', '/v2/{**}']}}]", false)]
    [InlineData("to: [{operation: {paths: [/V1/items]}}]", false)]
    [InlineData("to: [{operation: {notPaths: ['/v1/*']}}]", false)]
    [InlineData("to: [{operation: {methods: [POST], notPaths: ['/v2/*']}}]", true)]
    [InlineData("when: [{key: 'request.headers[x-team]', values: [blue]}]", true)]
    [InlineData("when: [{key: 'request.headers[X-Team]', values: ['b*']}]", true)]
    [InlineData("when: [{key: 'request.headers[x-team]', values: [Blue]}]", false)]
    [InlineData("when: [{key: 'request.headers[x-team]', notValues: [blue]}]", false)]
    [InlineData("when: [{key: 'request.headers[x-none]', values: ['*']}]", false)]
    [InlineData("when: [{key: 'request.headers[x-none]', notValues: ['*']}]", true)]
    [InlineData("when: [{key: 'request.headers[x-empty]', values: ['*']}]", true)]
    [InlineData("when: [{key: 'request.headers[:method]', values: [POST]}]", true)]
    [InlineData("when: [{key: source.ip, values: [10.0.0.0/8]}]", true)]
    [InlineData("when: [{key: remote.ip, notValues: [10.0.0.0/8]}]", false)]
    [InlineData("when: [{key: source.namespace, values: [shop]}]", true)]
    [InlineData("when: [{key: source.principal, values: ['*/sa/web']}]", true)]
    [InlineData("when: [{key: source.principal, notValues: ['*']}]", false)]
    [InlineData("when: [{key: destination.ip, values: [93.184.216.0/24]}]", true)]
    [InlineData("when: [{key: destination.ip, values: [10.0.0.0/8]}]", false)]
    [InlineData("when: [{key: destination.port, values: ['80']}]", true)]
    [InlineData("when: [{key: destination.port, notValues: ['80']}]", false)]
    [InlineData("when: [{key: connection.sni, values: ['*.example.com']}]", false)]
    [InlineData("when: [{key: destination.port, values: ['80']}, {key: source.namespace, values: [other]}]", false)]
    [InlineData("when: [{key: source.namespace, values: [shop, a], notValues: [b]}]", true)]
    public void Rule_Field_AllowsAndDeniesAlike(string rule, bool matches)
    {
        var allowing = TestPolicies.Plan(TestPolicies.Service(Service, "80 HTTP") + TestPolicies.Policy("ALLOW", "- " + rule));
        Assert.Equal(matches ? DecisionReason.Allowed : DecisionReason.NotAllowed, Call.Decide(allowing).Reason);

        var denying = TestPolicies.Plan(TestPolicies.Service(Service, "80 HTTP") + TestPolicies.Policy("DENY", "- " + rule));
        Assert.Equal(matches ? DecisionReason.DeniedByRule : DecisionReason.Allowed, Call.Decide(denying).Reason);
    }

    [Theory]
    [InlineData("from: [{source: {principals: ['*']}}]", false)]
    [InlineData("from: [{source: {namespaces: ['*']}}]", false)]
    [InlineData("from: [{source: {notPrincipals: [x]}}]", true)]
    public void Rule_AnonymousCaller_HasNoIdentity(string rule, bool matches)
    {
        var plan = TestPolicies.Plan(TestPolicies.Service(Service, "80 HTTP") + TestPolicies.Policy("ALLOW", "- " + rule));
        var anonymous = Call with { Caller = null };
        Assert.Equal(matches, anonymous.Decide(plan).IsAllowed);
    }

    [Theory]
    [InlineData("source.uid", "values: ['1000']"), InlineData("source.uid", "notValues: ['1000']")]
    [InlineData("source.process", "values: [/usr/bin/curl]"), InlineData("source.process", "notValues: [/usr/bin/curl]")]
    public void Rule_UnknownProcess_IsRefusedEitherWay(string key, string values)
    {
        var rule = $"- when: [{{key: {key}, {values}}}]";
        var allowing = TestPolicies.Plan(TestPolicies.Service(Service, "80 HTTP") + TestPolicies.Policy("ALLOW", rule));
        var denying = TestPolicies.Plan(TestPolicies.Service(Service, "80 HTTP") + TestPolicies.Policy("DENY", rule));
        // The user is known even where the program may not be read.
        var programUnknown = Call with { Process = new(1001, 0, "") };

        Assert.False((Call with { Process = null }).Decide(allowing).IsAllowed);
        Assert.False((Call with { Process = null }).Decide(denying).IsAllowed);
        Assert.Equal(key == "source.uid", programUnknown.Decide(allowing).IsAllowed || programUnknown.Decide(denying).IsAllowed);
        Assert.Equal((key == "source.uid", key == "source.process"), (allowing.Authorization.ReadsUser(), allowing.Authorization.ReadsExecutable()));
    }
}
