using EgressPipeline.Policy.Calls;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Explaining;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Tests.Compilation;

public sealed class RequestAuthenticationTests
{
    private const string Host = "api.example.com";

    private static readonly string Service = TestPolicies.Service(Host, "80 HTTP");

    [Fact]
    public void Rule_WithEveryField_IsInThePlan()
    {
        var rule = Assert.Single(TestPolicies.Plan(Service + Tokens("""
            - issuer: https://id.example.com
              audiences: [shop, web]
              jwksUri: https://id.example.com/keys
              timeout: 2s
              fromHeaders: [{ name: X-Token, prefix: "Token " }]
              fromParams: [token]
              fromCookies: [session]
              outputPayloadToHeader: X-Payload
              outputClaimToHeaders: [{ header: X-Team, claim: realm.team }]
              forwardOriginalToken: true
              spaceDelimitedClaims: [roles]
            """)).JwtRules);

        Assert.Equal("RequestAuthentication/default/id#jwtRules[0]", rule.Rule.Id);
        Assert.Equal("https://id.example.com shop web https://id.example.com/keys 00:00:02 True", $"{rule.Issuer} {string.Join(" ", rule.Audiences)} {rule.JwksUri} {rule.Timeout} {rule.ForwardsToken}");
        Assert.Equal("JwtHeaderPlan { Name = x-token, Prefix = Token  }", Assert.Single(rule.FromHeaders).ToString());
        Assert.Equal("token session roles x-payload", $"{rule.FromParams[0]} {rule.FromCookies[0]} {rule.SpaceDelimitedClaims[0]} {rule.PayloadHeader}");
        Assert.Equal("ClaimHeaderPlan { Header = x-team, Claim = realm.team }", Assert.Single(rule.ClaimHeaders).ToString());
    }

    [Fact]
    public void Rule_WithoutPlaces_TakesBearerTokensAndTheParameter()
    {
        var rule = Assert.Single(TestPolicies.Plan(Service + Tokens("- { issuer: https://id.example.com }")).JwtRules);
        Assert.Equal("authorization|Bearer |access_token|0|False", $"{rule.FromHeaders[0].Name}|{rule.FromHeaders[0].Prefix}|{rule.FromParams[0]}|{rule.FromCookies.Length}|{rule.ForwardsToken}");
    }

    [Fact]
    public void Rules_OfSeveralPolicies_AreOrderedByIssuer()
    {
        var plan = TestPolicies.Plan(Service + Tokens("- { issuer: https://b.com }\n- { issuer: https://a.com }") + Tokens("- { issuer: https://aa.com }", "other", "istio-system"));
        Assert.Equal(["https://a.com", "https://aa.com", "https://b.com"], plan.JwtRules.Select(rule => rule.Issuer));
        Assert.Equal(2, plan.Counts.RequestAuthentications);
    }

    [Theory]
    [InlineData("default", "app=web", true)]
    [InlineData("default", "app=other", false)]
    [InlineData("shop", "app=web", false)]
    public void Policy_OfAnotherNamespaceOrWorkload_DoesNotHold(string ns, string label, bool holds)
    {
        var yaml = Service + Tokens("- { issuer: https://id.example.com }", selector: "selector: { matchLabels: { app: web } }");
        Assert.Equal(holds ? 1 : 0, TestPolicies.Plan(yaml, TestPolicies.Workload(ns, label)).JwtRules.Length);
    }

    [Theory]
    [InlineData("issuer: https://id.example.org")]
    [InlineData("issuer: https://id.example.com, audiences: [a]")]
    [InlineData("issuer: https://id.example.com, jwksUri: 'https://id.example.com/keys'")]
    [InlineData("issuer: https://id.example.com, fromHeaders: [{ name: x }]")]
    [InlineData("issuer: https://id.example.com, forwardOriginalToken: true")]
    [InlineData("issuer: https://id.example.com, outputClaimToHeaders: [{ header: x, claim: team }]")]
    public void Hash_ChangesWithARule(string rule) =>
        Assert.NotEqual(TestPolicies.Plan(Service + Tokens("- { issuer: https://id.example.com }")).Hash, TestPolicies.Plan(Service + Tokens("- { " + rule + " }")).Hash);

    [Theory]
    [InlineData("{\"keys\":[{\"kty\":\"RSA\",\"n\":\"xyz\",\"e\":\"AQAB\"}]}", null)]
    [InlineData("{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"a\"},{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"a\",\"y\":\"b\",\"use\":\"sig\"}]}", null)]
    [InlineData("keys: []", "no JSON")]
    [InlineData("[]", "list 'keys'")]
    [InlineData("{\"keys\":{}}", "list 'keys'")]
    [InlineData("{\"keys\":[1]}", "keys[0] is no object")]
    [InlineData("{\"keys\":[]}", "no key in it")]
    [InlineData("{\"keys\":[{\"kty\":\"RSA\",\"n\":\"x z\",\"e\":\"AQAB\"}]}", "lacks n or e")]
    [InlineData("{\"keys\":[{\"kty\":\"EC\",\"crv\":\"secp256k1\",\"x\":\"a\",\"y\":\"b\"}]}", "curve")]
    [InlineData("{\"keys\":[{\"kty\":\"RSA\",\"n\":\"xyz\",\"e\":\"AQAB\",\"use\":\"enc\"}]}", "'enc'")]
    [InlineData("{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}]}", "symmetric")]
    [InlineData("{\"keys\":[{\"kty\":\"RSA\",\"n\":\"xyz\",\"e\":\"AQAB\",\"d\":\"topsecret\"}]}", "private key")]
    [InlineData("{\"keys\":[{\"kty\":5}]}", "no type")]
    public void Jwks_Text_IsJudgedWithoutRepeatingAKey(string jwks, string? problem)
    {
        var result = TestPolicies.Compile(null, Service + Tokens("- { issuer: a, jwks: '" + jwks + "' }"));
        Assert.Equal(problem is not null, result.Plan is null);
        if (problem is null)
            return;
        var finding = Assert.Single(result.Diagnostics, one => one.Severity == Severity.Error);
        Assert.Equal("EGP1003", finding.Id);
        Assert.Contains(problem, finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://id.example.com/alice", null, DecisionReason.Allowed, "of https://id.example.com/alice")]
    [InlineData("https://id.example.com/bob", null, DecisionReason.NotAllowed, "of https://id.example.com/bob")]
    [InlineData("https://evil.example.com/alice", null, DecisionReason.Unauthenticated, "no RequestAuthentication names")]
    [InlineData("https://id.example.com/alice", "aud=other", DecisionReason.Unauthenticated, "another audience than shop")]
    [InlineData(null, null, DecisionReason.NotAllowed, "none")]
    public void Trace_OfARequest_SaysWhatBecomesOfItsToken(string? principal, string? claim, DecisionReason reason, string expected)
    {
        var plan = TestPolicies.Plan(Service + Tokens("- { issuer: https://id.example.com, audiences: [shop] }")
            + TestPolicies.Policy("ALLOW", "- from: [{ source: { requestPrincipals: ['https://id.example.com/alice'] } }]"));
        var trace = Trace(plan, principal, claim ?? "aud=shop");
        Assert.Equal(reason, trace.Outcome.Reason);
        Assert.Contains(expected, Assert.Single(trace.Steps, step => step.Stage == "token").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Trace_WhereNobodyVerifies_TakesNoWordForIt()
    {
        var result = TestPolicies.Compile(null, Service + TestPolicies.Policy("ALLOW", "- from: [{ source: { requestPrincipals: ['*'] } }]"));
        Assert.Equal("EGP1005", Assert.Single(result.Diagnostics).Id);
        var trace = Trace(result.Plan!, "https://id.example.com/alice", "aud=shop");
        Assert.Equal(DecisionReason.NotAllowed, trace.Outcome.Reason);
        Assert.Contains("not looked at", Assert.Single(trace.Steps, step => step.Stage == "token").Text, StringComparison.Ordinal);
    }

    private static DecisionTrace Trace(EgressPlan plan, string? principal, string claim)
    {
        var words = CallWords.Of("GET", "http://" + Host + "/");
        if (principal is not null)
            words = words with { RequestPrincipal = principal, Claims = TokenWords.Read([claim], out _)! };
        return DecisionTrace.Of(plan, CallDescription.Parse(words, out _)!, CallSource.Anonymous);
    }

    private static string Tokens(string rules, string name = "id", string ns = "default", string selector = "") => $"""
        ---
        apiVersion: security.istio.io/v1
        kind: RequestAuthentication
        metadata: {"{"} name: {name}, namespace: {ns} {"}"}
        spec:
          {selector}
          jwtRules:
        {TestPolicies.Indent(rules, 2)}

        """;
}
