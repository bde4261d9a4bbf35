using EgressPipeline.Policy.Testing;

namespace EgressPipeline.Policy.Tests.Testing;

/// <summary>PolicyTests say what a request's token says.</summary>
public sealed class TokenCaseTests
{
    [Fact]
    public void Case_WithPrincipalAndClaims_IsJudgedByThem()
    {
        var report = PolicyTestRunner.Run([new PolicyFile("policies.yaml", """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: { name: api }
            spec:
              hosts: [api.example.com]
              resolution: DNS
              ports: [{ number: 80, name: http, protocol: HTTP }]
            ---
            apiVersion: security.istio.io/v1
            kind: RequestAuthentication
            metadata: { name: id }
            spec:
              jwtRules: [{ issuer: "https://id.example.com" }]
            ---
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: { name: users }
            spec:
              rules:
              - from: [{ source: { requestPrincipals: ["https://id.example.com/*"] } }]
                when: [{ key: "request.auth.claims[realm][roles]", values: [admin] }]
            ---
            apiVersion: egresspipeline.dev/v1
            kind: PolicyTest
            metadata: { name: tokens }
            spec:
              cases:
              - call: { url: "http://api.example.com/", requestPrincipal: https://id.example.com/alice, claims: { realm: { roles: [user, admin] } } }
                expect: allowed
              - call: { url: "http://api.example.com/", claims: { iss: https://id.example.com, sub: alice, realm: { roles: [user, 1] } } }
                expect: { verdict: denied, reason: not_allowed }
              - call: { url: "http://api.example.com/", requestPrincipal: https://evil.example.com/alice }
                expect: { verdict: denied, reason: unauthenticated }
              - call: { url: "http://api.example.com/" }
                expect: { verdict: denied, reason: not_allowed }
            """)]);
        Assert.True(report.Cases.Count == 4 && report.Cases.All(one => one.Status == CaseStatus.Passed), string.Join("\n", report.Cases.SelectMany(one => one.Failures)));
    }
}
