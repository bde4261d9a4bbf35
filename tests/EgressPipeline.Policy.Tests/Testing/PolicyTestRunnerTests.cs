using EgressPipeline.Policy.Compilation;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Testing;
using EgressPipeline.Policy.Tests.Compilation;

namespace EgressPipeline.Policy.Tests.Testing;

public sealed class PolicyTestRunnerTests
{
    [Fact]
    public void ThreeLines_AreATest()
    {
        var result = Tested.One("""
            - call: GET http://api.weather.example/v1
              expect: allowed
            """);

        Assert.True(result.Status == CaseStatus.Passed, Tested.Explain(result));
        Assert.Equal(("PolicyTest/shop/calls", "GET http://api.weather.example/v1"), (result.Document, result.Name));
    }

    [Fact]
    public void Failure_NamesBothPlacesAndTheNearestMiss()
    {
        var report = Tested.Run("""
            - call: GET http://api.weather.example/v1
              expect: allowed
            - name: writers may write
              call: POST http://api.weather.example/v1
              expect:
                verdict: allowed
                by: readers#rules[1]
            """);
        var failed = report.Cases[1];
        var verdict = failed.Failures[0];

        Assert.Equal((1, 1), (report.Passed, report.Failed));
        Assert.Equal(new SourceRef(Tested.File, 12, 16), verdict.Source);
        Assert.Equal(("verdict", "allowed", "denied (ALLOW policies exist and none matches)"), (verdict.Aspect, verdict.Expected, verdict.Actual));
        Assert.StartsWith("nearest rule is AuthorizationPolicy/shop/readers#rules[0] (shop.yaml:", failed.Trace!.NearestMiss, StringComparison.Ordinal);
        Assert.Equal(("by", new SourceRef(Tested.File, 13, 11)), (failed.Failures[1].Aspect, failed.Failures[1].Source));
    }

    [Fact]
    public void Caller_HasAUserAndAProgram()
    {
        const string Policies = """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: { name: orders, namespace: shop }
            spec: { hosts: [orders.example], addresses: [10.1.2.3], ports: [{ number: 5432, name: tcp, protocol: TCP }], resolution: STATIC, endpoints: [{ address: 10.1.2.3 }] }
            ---
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: { name: app, namespace: shop }
            spec: { rules: [{ when: [{ key: source.uid, values: ["1000", "4294967295"] }, { key: source.process, values: ["*/psql"] }] }] }

            """;
        var report = Tested.Run("""
            - { call: TCP 10.1.2.3:5432, from: { uid: 1000, process: /usr/bin/psql }, expect: allowed }
            - { call: TCP 10.1.2.3:5432, from: { uid: 4294967295, process: /psql }, expect: allowed }
            - { call: TCP 10.1.2.3:5432, from: { uid: 1001, process: /usr/bin/psql }, expect: denied }
            - { call: TCP 10.1.2.3:5432, from: { uid: 1000, process: /usr/bin/curl }, expect: denied }
            - { call: TCP 10.1.2.3:5432, from: { uid: 1000 }, expect: denied }
            - { call: TCP 10.1.2.3:5432, expect: denied }
            """, policies: Policies);

        Assert.True(report.Passed == 6, string.Join("\n", report.Cases.Select(Tested.Explain)));
    }

    [Fact]
    public void Failure_OfARoute_NamesTheRuleThatDecided()
    {
        var failure = Assert.Single(Tested.One("- { call: GET http://api.weather.example/reports/a, expect: { timeout: 1s } }").Failures);

        Assert.Equal("VirtualService/shop/weather#http[2]", failure.Decider!.Id);
        Assert.Equal(ShopPolicies.File, failure.Decider.Source.File);
        Assert.True(failure.Decider.Source.Line > 0);
    }

    [Fact]
    public void Findings_AreErrorsAtTheLineOfTheExpectation()
    {
        var report = Tested.Run("- call: DELETE http://api.weather.example/v1\n  expect: allowed");
        var finding = Assert.Single(report.Findings());

        Assert.Equal((PolicyTestDiagnostics.Failed.Id, Severity.Error, new SourceRef(Tested.File, 8, 13)), (finding.Id, finding.Severity, finding.Source));
        Assert.Matches(@"^DELETE http://api\.weather\.example/v1: verdict is expected to be allowed, but is denied \(a DENY rule matches\) \(AuthorizationPolicy/shop/no-deletes#rules\[0\] \(shop\.yaml:\d+\)\); denied by ", finding.Message);
    }

    [Fact]
    public void Caller_Principal_GivesTheIdentity()
    {
        var report = Tested.Run("""
            - call: { url: http://api.weather.example/v1, method: POST, headers: { X-Team: blue } }
              expect: { by: "readers#rules[1]" }
            - call: { url: http://api.weather.example/v1, method: POST }
              expect: denied
            - call: { url: http://api.weather.example/v1, method: POST, headers: { X-Team: blue } }
              from: cluster.local/ns/shop/sa/web
              expect: denied
            """, "from: spiffe://cluster.local/ns/shop/sa/admin");

        Assert.All(report.Cases, result => Assert.True(result.Status == CaseStatus.Passed, Tested.Explain(result)));
    }

    [Fact]
    public void Caller_Workload_GetsAPlanOfItsOwn()
    {
        var report = Tested.Run("""
            - { call: TLS api.weather.example, from: { namespace: shop }, expect: { by: "readers#rules[3]" } }
            - { call: TLS api.weather.example, from: { namespace: shop, labels: { app: batch } }, expect: { by: batch-only } }
            - { call: TLS api.weather.example, from: { namespace: other }, expect: { verdict: allowed, by: weather } }
            - { call: "TCP 10.1.2.3:5432", from: cluster.local/ns/shop/sa/web, expect: { verdict: allowed, service: orders } }
            """);

        Assert.All(report.Cases, result => Assert.True(result.Status == CaseStatus.Passed, Tested.Explain(result)));
    }

    [Fact]
    public void Policies_ThatDoNotCompileForTheCaller_AreAFailureOfTheCase()
    {
        // Two declarations of one host that only the namespace 'other' sees together.
        var policies = TestPolicies.ServiceIn("shop", "outer.example", "80 HTTP")
            + TestPolicies.ServiceIn("one", "twice.example", "80 HTTP").Replace("spec:\n", "spec:\n  exportTo: [other]\n", StringComparison.Ordinal)
            + TestPolicies.ServiceIn("two", "twice.example", "80 HTTP").Replace("spec:\n", "spec:\n  exportTo: [other]\n", StringComparison.Ordinal).Replace("MESH_EXTERNAL", "MESH_INTERNAL", StringComparison.Ordinal);
        var report = Tested.Run("""
            - { call: GET http://outer.example/, from: { namespace: shop }, expect: allowed }
            - { call: GET http://outer.example/, from: { namespace: other }, expect: allowed }
            """, "", policies);

        Assert.Equal([CaseStatus.Passed, CaseStatus.NotRun], report.Cases.Select(result => result.Status));
        Assert.Equal(CompilationDiagnostics.ContradictingPort.Id, Assert.Single(report.Cases[1].Problems).Id);
        Assert.Equal(PolicyTestDiagnostics.NotRun.Id, Assert.Single(report.Findings()).Id);
    }

    [Fact]
    public void Unregistered_Mode_IsTheDocuments()
    {
        const string cases = "- { call: GET http://nowhere.example/, from: { namespace: other }, expect: { reason: allowed_unregistered } }";

        Assert.Equal(1, Tested.Run(cases, "unregistered: allow").Passed);
        Assert.Equal(1, Tested.Run(cases).Failed);
    }

    [Fact]
    public void Filter_LeavesTheOthersOut()
    {
        var set = PolicySet.Read([new PolicyFile(ShopPolicies.File, ShopPolicies.Yaml), new PolicyFile(Tested.File, Tested.Document("""
            - { name: reads, call: GET http://api.weather.example/v1, expect: allowed }
            - { name: deletes, call: DELETE http://api.weather.example/v1, expect: denied }
            """))]);

        var report = PolicyTestRunner.Run(set, "SHOP/CALLS DEL");

        Assert.Equal("deletes", Assert.Single(report.Cases).Name);
        Assert.Equal(2, report.CasesFound);
    }

    [Fact]
    public void Policies_WithErrors_AreNotTested()
    {
        var report = PolicyTestRunner.Run([
            new PolicyFile(ShopPolicies.File, ShopPolicies.Yaml.Replace("ALLOW", "ALOW", StringComparison.Ordinal)),
            new PolicyFile(Tested.File, Tested.Document("- { call: GET http://api.weather.example/v1, expect: refused }"))]);

        Assert.False(report.WasRun);
        Assert.Empty(report.Cases);
    }

    [Fact]
    public void Tests_BesidePolicies_DoNotChangeThePlan()
    {
        var alone = PolicyCompiler.Compile([new PolicyFile(ShopPolicies.File, ShopPolicies.Yaml)], WorkloadContext.Unknown);
        var together = PolicyCompiler.Compile([new PolicyFile(ShopPolicies.File, ShopPolicies.Yaml), new PolicyFile(Tested.File, Tested.Document("- { call: GET http://a.b/, expect: refused }"))], WorkloadContext.Unknown);

        Assert.Equal(alone.Plan!.Hash, together.Plan!.Hash);
        Assert.Equal(alone.Diagnostics, together.Diagnostics);
    }
}
