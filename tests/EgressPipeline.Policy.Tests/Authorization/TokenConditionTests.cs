using System.Text;
using EgressPipeline.Policy.Authorization;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Tests.Compilation;
using EgressPipeline.Policy.Tests.Decisions;
using EgressPipeline.Policy.Tokens;

namespace EgressPipeline.Policy.Tests.Authorization;

/// <summary>Conditions on what a request's verified token says.</summary>
public sealed class TokenConditionTests
{
    private const string Host = "api.example.com";

    private static readonly string Services = TestPolicies.Service(Host, "80 HTTP", "443 HTTPS", "5432 TCP") + """
        ---
        apiVersion: security.istio.io/v1
        kind: RequestAuthentication
        metadata: { name: id }
        spec:
          jwtRules: [{ issuer: "https://id.example.com", jwksUri: "https://id.example.com/keys" }]

        """;

    [Theory]
    [InlineData("*", "i", "s", true)]
    [InlineData("*", "i", "", false)]
    [InlineData("*", "", "s", false)]
    [InlineData("https://i/s", "https://i", "s", true)]
    [InlineData("https://i/s", "https://i", "t", false)]
    [InlineData("https://i/a/s", "https://i", "a/s", false)] // parted at the last slash
    [InlineData("https://i/*", "https://i", "any", true)]
    [InlineData("https://i/*", "https://i/x", "any", false)]
    [InlineData("https://i/*", "https://i", "", false)]
    [InlineData("https://i/a*", "https://i", "ab", true)]
    [InlineData("https://i/a*", "https://i", "b", false)]
    [InlineData("*/s", "any", "s", true)]
    [InlineData("*/s", "", "s", false)]
    [InlineData("*.com/s", "https://id.com", "s", true)]
    [InlineData("*.com/s", "https://id.org", "s", false)]
    [InlineData("*s", "any", "users", true)]
    [InlineData("*s", "any", "user", false)]
    [InlineData("https://*", "https:/", "any", true)] // the last slash is the one before the asterisk
    [InlineData("https://*", "https://i", "any", false)]
    [InlineData("id*", "id-1", "any", true)]
    [InlineData("id*", "id-1", "", false)]
    [InlineData("id", "id", "", true)]
    [InlineData("id", "id", "s", false)]
    public void RequestPrincipals_Value_MatchesAsIstioReadsIt(string value, string issuer, string subject, bool matches)
    {
        var match = RequestPrincipalMatch.Parse(value);
        Assert.Equal(matches, match.Issuer.IsMatch(Encoding.UTF8.GetBytes(issuer)) && match.Subject.IsMatch(Encoding.UTF8.GetBytes(subject)));
    }

    [Fact]
    public void RequestPrincipals_TokenWithoutSubject_DoesNotMatchTheEmptyOne()
    {
        var plan = Allowing("from: [{ source: { requestPrincipals: [id] } }]");
        Assert.False(Allows(plan, ("iss", ClaimValue.Text("id"))));
        Assert.True(Allows(plan, ("iss", ClaimValue.Text("id")), ("sub", ClaimValue.Text(""))));
    }

    [Fact]
    public void RequestPrincipals_IssuerAsList_DoesNotMatch() =>
        Assert.False(Allows(Allowing("from: [{ source: { requestPrincipals: ['*'] } }]"), ("iss", ClaimValue.List(["i"])), ("sub", ClaimValue.Text("s"))));

    [Theory]
    [InlineData("request.auth.claims[groups]", "[admin]", "groups", "admin,other", true)]
    [InlineData("request.auth.claims[groups]", "[admin]", "groups", "other", false)]
    [InlineData("request.auth.claims[groups]", "[adm*]", "groups", "other,admin", true)]
    [InlineData("request.auth.claims[groups]", "['*min']", "groups", "admin", true)]
    [InlineData("request.auth.claims[groups]", "['*']", "groups", "x", true)]
    [InlineData("request.auth.claims[groups]", "['*']", "groups", "", false)]
    [InlineData("request.auth.claims[groups]", "['*']", "roles", "x", false)]
    [InlineData("request.auth.claims[Groups]", "[x]", "groups", "x", false)]
    [InlineData("request.auth.audiences", "[shop]", "aud", "other,shop", true)]
    [InlineData("request.auth.presenter", "[web]", "azp", "web", true)]
    [InlineData("request.auth.claims[https://x.com/team]", "[a]", "https://x.com/team", "a", true)]
    public void Claim_TextOrList_MatchesByAny(string key, string values, string claim, string texts, bool allowed)
    {
        var plan = Allowing($"when: [{{ key: '{key}', values: {values} }}]");
        Assert.Equal(allowed, Allows(plan, (claim, ClaimValue.List(texts.Split(',')))));
        if (!texts.Contains(','))
            Assert.Equal(allowed, Allows(plan, (claim, ClaimValue.Text(texts))));
    }

    [Fact]
    public void Claim_InsideOfAnObject_IsReached()
    {
        var plan = Allowing("when: [{ key: 'request.auth.claims[realm][roles]', values: [admin] }]");
        var roles = ClaimValue.Object(new Dictionary<string, ClaimValue> { ["roles"] = ClaimValue.List(["user", "admin"]) });
        Assert.True(Allows(plan, ("realm", roles)));
        Assert.False(Allows(plan, ("roles", ClaimValue.Text("admin"))));
        Assert.False(Allows(plan, ("realm", ClaimValue.Text("admin"))));
        Assert.False(Allows(plan, ("realm", ClaimValue.Nothing)));
    }

    [Fact]
    public void NotRequestPrincipals_OfDeny_RefusesRequestsWithoutToken()
    {
        var plan = TestPolicies.Plan(Services + TestPolicies.Policy("DENY", "- from: [{ source: { notRequestPrincipals: ['*'] } }]"));
        Assert.Equal(DecisionReason.DeniedByRule, TestCall.Http(Host).Decide(plan).Reason);
        Assert.True(Allows(plan, ("iss", ClaimValue.Text("i")), ("sub", ClaimValue.Text("s"))));
    }

    [Theory]
    [InlineData("from: [{ source: { requestPrincipals: ['*'] } }]")]
    [InlineData("when: [{ key: 'request.auth.claims[a]', values: [b] }]")]
    [InlineData("when: [{ key: 'request.auth.claims[a]', notValues: [b] }]")]
    public void CallWithoutARequest_IsUnknown_AllowedByNothingAndDeniedByAnything(string rule)
    {
        var tls = TestCall.Tls(Host);
        Assert.Equal(DecisionReason.NotAllowed, tls.Decide(Allowing(rule)).Reason);
        Assert.Equal(DecisionReason.DeniedByRule, tls.Decide(TestPolicies.Plan(Services + TestPolicies.Policy("DENY", "- " + rule))).Reason);
    }

    [Fact]
    public void Judging_ByTokens_AllocatesNothing()
    {
        var plan = Allowing("from: [{ source: { requestPrincipals: ['i/*'] } }]\n  when: [{ key: 'request.auth.claims[groups]', values: [admin] }]");
        var claims = Claims(("iss", ClaimValue.Text("i")), ("sub", ClaimValue.Text("s")), ("groups", ClaimValue.List(["a", "admin"])));
        var facts = (TestCall.Http(Host) with { Claims = claims }).Facts();
        Assert.True(PolicyEngine.Decide(plan, facts).IsAllowed);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            PolicyEngine.Decide(plan, facts);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static EgressPlan Allowing(string rule) => TestPolicies.Plan(Services + TestPolicies.Policy("ALLOW", "- " + rule));

    private static bool Allows(EgressPlan plan, params (string, ClaimValue)[] claims) => (TestCall.Http(Host) with { Claims = Claims(claims) }).Decide(plan).IsAllowed;

    private static RequestClaims Claims(params (string Name, ClaimValue Value)[] claims) => new(ClaimValue.Object(claims.ToDictionary(claim => claim.Name, claim => claim.Value)));
}
