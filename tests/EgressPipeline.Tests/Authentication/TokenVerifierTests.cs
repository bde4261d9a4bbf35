using EgressPipeline.Authentication;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Tokens;
using EgressPipeline.TestKit;

namespace EgressPipeline.Tests.Authentication;

public sealed class TokenVerifierTests : IDisposable
{
    private const string Issuer = "https://id.example.com";

    private readonly TestIssuer _rsa = TestIssuer.Rsa("rsa");
    private readonly ManualClock _clock = new();

    private long Now => _clock.GetUtcNow().ToUnixTimeSeconds();

    [Theory]
    [InlineData("RS256", "")]
    [InlineData("RS384", "")]
    [InlineData("RS512", "")]
    [InlineData("PS256", "")]
    [InlineData("PS512", "")]
    [InlineData("ES256", "P-256")]
    [InlineData("ES384", "P-384")]
    [InlineData("ES512", "P-521")]
    public async Task Token_SignedByAKeyPair_IsTaken(string algorithm, string curve)
    {
        using var issuer = curve.Length == 0 ? TestIssuer.Rsa("k") : TestIssuer.Ec("k", curve);
        var (token, problem) = await VerifyAsync(issuer.Sign($$"""{"iss":"{{Issuer}}","sub":"alice"}""", algorithm), Rule(), issuer);
        Assert.Equal(TokenProblem.None, problem);
        Assert.Equal(Issuer + "/alice", token!.Claims.Principal);
        Assert.Equal(long.MaxValue, token.NotAfter);
    }

    [Theory]
    [InlineData("none", nameof(TokenProblem.Malformed))] // no third part: it is not signed
    [InlineData("HS256", nameof(TokenProblem.BadAlgorithm))]
    [InlineData("ES256", nameof(TokenProblem.BadSignature))]
    [InlineData("PS256", nameof(TokenProblem.BadSignature))]
    [InlineData("RS512", nameof(TokenProblem.BadSignature))]
    [InlineData("rs256", nameof(TokenProblem.BadAlgorithm))]
    public async Task Token_WithAnotherAlgorithmInItsHead_IsRefused(string algorithm, string expected)
    {
        var good = _rsa.Sign(Payload());
        var head = System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.ASCII.GetBytes($$"""{"alg":"{{algorithm}}","kid":"rsa"}"""));
        var parts = good.Split('.');
        var token = algorithm is "HS256" ? _rsa.Sign(Payload(), "HS256") : head + "." + parts[1] + "." + (algorithm == "none" ? "" : parts[2]);
        Assert.Equal(expected, (await VerifyAsync(token, Rule(), _rsa)).Problem.ToString());
    }

    [Fact]
    public async Task Token_ChangedAnywhere_IsRefused()
    {
        var good = _rsa.Sign(Payload());
        Assert.Equal(TokenProblem.None, (await VerifyAsync(good, Rule(), _rsa)).Problem);
        for (var i = 0; i < good.Length - 1; i += 7)
        {
            var changed = good[..i] + (good[i] == 'A' ? 'B' : 'A') + good[(i + 1)..];
            Assert.NotEqual(TokenProblem.None, (await VerifyAsync(changed, Rule(), _rsa)).Problem);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a.b")]
    [InlineData("a.b.c")]
    [InlineData("a.b.c.d.e")]
    [InlineData("not a token")]
    public async Task Text_ThatIsNoToken_IsMalformed(string text) => Assert.Equal(TokenProblem.Malformed, (await VerifyAsync(text, Rule(), _rsa)).Problem);

    [Theory]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("{\"iss\":")]
    [InlineData("{\"iss\":\"https://id.example.com\",\"exp\":\"soon\"}")]
    [InlineData("{\"iss\":\"https://id.example.com\",\"nbf\":null}")]
    [InlineData("{\"iss\":\"https://evil.example.com\",\"iss\":\"https://id.example.com\"}")] // whose would it be?
    [InlineData("{\"iss\":\"https://id.example.com\",\"a\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}")]
    public async Task Payload_ThatIsNone_IsMalformed(string payload) => Assert.Equal(TokenProblem.Malformed, (await VerifyAsync(_rsa.Sign(payload), Rule(), _rsa)).Problem);

    [Fact]
    public async Task Head_ThatAsksForWhatIsNotUnderstood_IsMalformed() =>
        Assert.Equal(TokenProblem.Malformed, (await VerifyAsync(_rsa.Sign(Payload(), null, ",\"kid\":\"rsa\",\"crit\":[\"x\"],\"x\":1"), Rule(), _rsa)).Problem);

    [Theory]
    [InlineData(0, nameof(TokenProblem.None))]
    [InlineData(1, nameof(TokenProblem.TooLarge))]
    public async Task Token_OfTheLargestSize_IsTakenAndNoLargerOne(int more, string expected)
    {
        // Base64 grows in steps: the largest token that is not too large.
        var length = TokenVerifier.MaxBytes * 3 / 4;
        string token;
        do
            token = _rsa.Sign(Payload(",\"pad\":\"" + new string('x', length--) + "\""));
        while (token.Length > TokenVerifier.MaxBytes);
        if (more > 0)
            token = _rsa.Sign(Payload(",\"pad\":\"" + new string('x', length + 4) + "\""));
        Assert.Equal(expected, (await VerifyAsync(token, Rule(), _rsa)).Problem.ToString());
    }

    [Theory]
    [InlineData(",\"exp\":{0}", -TokenVerifier.ClockSkewSeconds, nameof(TokenProblem.None))]
    [InlineData(",\"exp\":{0}", -TokenVerifier.ClockSkewSeconds - 1, nameof(TokenProblem.Expired))]
    [InlineData(",\"exp\":{0}.5", 10, nameof(TokenProblem.None))]
    [InlineData(",\"nbf\":{0}", TokenVerifier.ClockSkewSeconds, nameof(TokenProblem.None))]
    [InlineData(",\"nbf\":{0}", TokenVerifier.ClockSkewSeconds + 1, nameof(TokenProblem.NotYetValid))]
    [InlineData(",\"exp\":9000000000000", 0, nameof(TokenProblem.None))]
    [InlineData(",\"exp\":1e300", 0, nameof(TokenProblem.Malformed))]
    [InlineData(",\"exp\":-1", 0, nameof(TokenProblem.Expired))]
    public async Task Times_AreJudgedByTheClockWithItsSkew(string times, int offset, string expected) =>
        Assert.Equal(expected, (await VerifyAsync(_rsa.Sign(Payload(times.Replace("{0}", (Now + offset).ToString(), StringComparison.Ordinal))), Rule(), _rsa)).Problem.ToString());

    [Theory]
    [InlineData("\"shop\"", nameof(TokenProblem.None))]
    [InlineData("[\"other\",\"shop\"]", nameof(TokenProblem.None))]
    [InlineData("\"https://shop/\"", nameof(TokenProblem.None))] // as Envoy compares them
    [InlineData("\"other\"", nameof(TokenProblem.WrongAudience))]
    [InlineData("[]", nameof(TokenProblem.WrongAudience))]
    [InlineData("5", nameof(TokenProblem.Malformed))]
    public async Task Audience_MustBeOneOfTheRules(string audience, string expected) =>
        Assert.Equal(expected, (await VerifyAsync(_rsa.Sign(Payload(",\"aud\":" + audience)), Rule() with { Audiences = ["shop"] }, _rsa)).Problem.ToString());

    [Fact]
    public async Task Audience_MissingWhereTheRuleAsksForOne_IsRefused() =>
        Assert.Equal(TokenProblem.WrongAudience, (await VerifyAsync(_rsa.Sign(Payload()), Rule() with { Audiences = ["shop"] }, _rsa)).Problem);

    [Theory]
    [InlineData("https://id.example.com/")]
    [InlineData("https://ID.example.com")]
    public async Task Issuer_IsComparedExactly(string issuer) =>
        Assert.Equal(TokenProblem.UnknownIssuer, (await VerifyAsync(_rsa.Sign($$"""{"iss":"{{issuer}}","sub":"a"}"""), Rule(), _rsa)).Problem);

    [Fact]
    public async Task KeyId_PicksTheKey_AndATokenWithoutOneTriesAll()
    {
        using var other = TestIssuer.Rsa("other");
        Assert.Equal(TokenProblem.None, (await VerifyAsync(_rsa.Sign(Payload()), Rule(), other, _rsa)).Problem);
        Assert.Equal(TokenProblem.None, (await VerifyAsync(_rsa.Sign(Payload(), null, ""), Rule(), other, _rsa)).Problem);
        Assert.Equal(TokenProblem.BadSignature, (await VerifyAsync(_rsa.Sign(Payload(), null, ",\"kid\":\"other\""), Rule(), other, _rsa)).Problem);
        Assert.Equal(TokenProblem.BadSignature, (await VerifyAsync(_rsa.Sign(Payload(), null, ",\"kid\":\"unknown\""), Rule(), other, _rsa)).Problem);
    }

    [Fact]
    public async Task Headers_GetPayloadAndClaims_AsTheRuleAsks()
    {
        var rule = Rule() with { PayloadHeader = "x-payload", ClaimHeaders = [new("x-team", "realm.team"), new("x-age", "age"), new("x-ok", "ok"), new("x-list", "list"), new("x-none", "none")] };
        var payload = Payload(",\"realm\":{\"team\":\"blue\"},\"age\":42,\"ok\":true,\"list\":[1]");
        var (token, _) = await VerifyAsync(_rsa.Sign(payload), rule, _rsa);
        Assert.Equal(
            ["x-payload=" + System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(payload)), "x-team=blue", "x-age=42", "x-ok=true"],
            token!.Headers.Select(header => System.Text.Encoding.UTF8.GetString(header.Name) + "=" + System.Text.Encoding.UTF8.GetString(header.Value)));
    }

    [Fact]
    public async Task Claims_OfWordsAreLists_AndOthersAreTexts()
    {
        var (token, _) = await VerifyAsync(_rsa.Sign(Payload(",\"scope\":\"read write\",\"roles\":\"a b\",\"other\":\"a b\"")), Rule() with { SpaceDelimitedClaims = ["roles"] }, _rsa);
        Assert.Equal("read, write", token!.Claims.Find(["scope"])!.ToString());
        Assert.Equal("a, b", token.Claims.Find(["roles"])!.ToString());
        Assert.Equal("a b", token.Claims.Find(["other"])!.ToString());
    }

    public void Dispose() => _rsa.Dispose();

    private static string Payload(string more = "") => $$"""{"iss":"{{Issuer}}","sub":"alice"{{more}}}""";

    private static JwtRulePlan Rule() => new() { Rule = new RuleRef("rule", SourceRef.None), Issuer = Issuer };

    private async Task<(VerifiedToken? Token, TokenProblem Problem)> VerifyAsync(string token, JwtRulePlan rule, params TestIssuer[] issuers)
    {
        Assert.True(KeySet.TryParse(TestIssuer.KeySet(issuers), out var keys));
        var verifier = new TokenVerifier(rule, _clock);
        if (verifier.Read(token, out var problem) is not { } read)
            return (null, problem);
        var verified = await verifier.VerifyAsync(read, keys);
        return (verified, verified is null ? TokenProblem.BadSignature : TokenProblem.None);
    }
}
