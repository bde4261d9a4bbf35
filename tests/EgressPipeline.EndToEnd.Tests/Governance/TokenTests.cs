using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Governance;

/// <summary>RequestAuthentication in the real sidecar, with an issuer whose keys are fetched over real sockets.</summary>
public sealed class TokenTests : IAsyncDisposable
{
    private const string Host = "api.example.com";
    private const string Issuer = "https://id.example.com";

    private readonly SimpleHttpServer _upstream = SimpleHttpServer.Start();
    private readonly SimpleHttpServer _keys = SimpleHttpServer.Start("issuer");
    private readonly TestIssuer _issuer = TestIssuer.Rsa("first");

    public TokenTests() => Publish(_issuer);

    private string KeysAt => $"jwksUri: http://127.0.0.1:{_keys.Port}/keys";

    [Fact]
    public async Task Request_WithoutToken_PassesUnlessAPolicyAsksForAPrincipal()
    {
        await using (var scene = await StartAsync(KeysAt))
            Assert.Equal(200, (await scene.GetAsync(Url)).Status);
        await using (var scene = await StartAsync(KeysAt, Allow("from: [{ source: { requestPrincipals: ['*'] } }]")))
        {
            Assert.Equal(403, (await scene.GetAsync(Url)).Status);
            Assert.Equal(200, (await scene.GetAsync(Url, Bearer(Token("alice")))).Status);
        }
    }

    [Fact]
    public async Task GoodToken_IsVerifiedOnceAndTakenOut()
    {
        await using var scene = await StartAsync(KeysAt + "\n  outputPayloadToHeader: x-payload\n  outputClaimToHeaders: [{ header: x-team, claim: team }]", Allow($"from: [{{ source: {{ requestPrincipals: ['{Issuer}/alice'] }} }}]"));
        var token = _issuer.Token(Issuer, "alice", ",\"team\":\"blue\"");

        for (var i = 0; i < 3; i++)
            Assert.Equal(200, (await scene.GetAsync(Url, Bearer(token) + "x-team: forged\r\n")).Status);
        Assert.Equal(403, (await scene.GetAsync(Url, Bearer(Token("bob")))).Status);
        Assert.Equal(403, (await scene.GetAsync(Url, "x-team: forged\r\n")).Status);

        foreach (var request in _upstream.Requests)
        {
            Assert.Null(request.Message.Header("authorization"));
            Assert.Equal("blue", Assert.Single(request.Message.Fields, field => field.Key.Equals("x-team", StringComparison.OrdinalIgnoreCase)).Value);
            Assert.Equal(token.Split('.')[1], request.Message.Header("x-payload"));
        }
        Assert.Equal(3, _upstream.Requests.Count);
        Assert.Single(_keys.Requests);
        Assert.Equal(4, await scene.MetricAsync("egress_tokens_total", "problem=\"none\""));
        Assert.Equal(1, await scene.MetricAsync("egress_jwks_fetches_total", "result=\"ok\""));
    }

    [Fact]
    public async Task BadToken_Is401AndNeverWritten()
    {
        using var stranger = TestIssuer.Rsa("first");
        await using var scene = await StartAsync(KeysAt);
        var forged = stranger.Token(Issuer, "alice");

        var answer = await scene.GetAsync(Url + "?access_token=" + forged + "&id=7");

        Assert.Equal((401, "Bearer error=\"invalid_token\"", "unauthenticated"), (answer.Status, answer.Header("www-authenticate"), answer.Header("x-egress-decision")));
        Assert.Contains("\"stage\":\"authenticate\"", answer.Text, StringComparison.Ordinal);
        Assert.Contains("signature of the token is not valid", answer.Text, StringComparison.Ordinal);
        Assert.Contains("id=7", await scene.RecordAsync("jwt_authn_access_denied"), StringComparison.Ordinal);
        Assert.Equal(401, (await scene.GetAsync(Url, Bearer(forged))).Status);
        foreach (var part in forged.Split('.').Skip(1))
            Assert.DoesNotContain(part, scene.Egress.Output, StringComparison.Ordinal);
        Assert.Empty(_upstream.Requests);
        Assert.Equal(2, await scene.MetricAsync("egress_tokens_total", "problem=\"bad_signature\""));
    }

    [Fact]
    public async Task TokenOfAnyOtherKind_IsRefused()
    {
        await using var scene = await StartAsync(KeysAt + "\n  audiences: [shop]");
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        string Payload(string more) => $$"""{"iss":"{{Issuer}}","sub":"alice"{{more}}}""";
        foreach (var (token, status) in new (string, int)[]
        {
            (_issuer.Sign(Payload(",\"aud\":\"shop\"")), 200),
            (_issuer.Sign(Payload($",\"aud\":\"shop\",\"exp\":{now - 61}")), 401),
            (_issuer.Sign(Payload($",\"aud\":\"shop\",\"nbf\":{now + 120}")), 401),
            (_issuer.Sign(Payload(",\"aud\":\"shop\""), "HS256"), 401),
            (_issuer.Sign(Payload(",\"aud\":\"shop\""), "none"), 401),
            (_issuer.Sign(Payload(",\"aud\":\"shop\",\"pad\":\"" + new string('x', 16 * 1024) + "\"")), 401),
            (_issuer.Sign($$"""{"iss":"https://evil.example.com","aud":"shop"}"""), 401),
            (_issuer.Sign(Payload(",\"aud\":\"other\"")), 403), // as Envoy answers
            ("nonsense", 401),
        })
            Assert.Equal((token.Length, status), (token.Length, (await scene.GetAsync(Url, Bearer(token))).Status));
        Assert.Single(_upstream.Requests);
        Assert.Single(_keys.Requests);
    }

    [Fact]
    public async Task RotatedKey_IsFound_AndOneThatWasTakenBackIsNoMore()
    {
        using var second = TestIssuer.Ec("second");
        await using var scene = await StartAsync(KeysAt);
        Assert.Equal(200, (await scene.GetAsync(Url, Bearer(Token("alice")))).Status);

        Publish(second);

        var rotated = second.Token(Issuer, "alice");
        await Deadline.UntilAsync(async () => (await scene.GetAsync(Url, Bearer(rotated))).Status == 200, "the other key");
        Assert.Equal(401, (await scene.GetAsync(Url, Bearer(Token("alice")))).Status);
    }

    [Fact]
    public async Task IssuerThatIsDown_RefusesTokensAndNothingElse_UntilItIsBack()
    {
        var port = _keys.Port;
        _keys.Stop();
        await using var scene = await StartAsync(KeysAt);

        var answer = await scene.GetAsync(Url, Bearer(Token("alice")));

        Assert.Equal(401, answer.Status);
        Assert.Contains("keys of the issuer cannot be had", answer.Text, StringComparison.Ordinal);
        Assert.Equal(200, (await scene.GetAsync(Url)).Status);
        Assert.Equal(1, await scene.MetricAsync("egress_jwks_fetches_total", "result=\"failed\""));
        Assert.Contains("could not be fetched", scene.Egress.Output, StringComparison.Ordinal);
        await using var back = SimpleHttpServer.Start("issuer", port: port);
        back.Respond = _ => new SimpleResponse(200, TestIssuer.KeySet(_issuer));
        await Deadline.UntilAsync(async () => (await scene.GetAsync(Url, Bearer(Token("alice")))).Status == 200, "the keys");
    }

    [Fact]
    public async Task ManyRequests_ThatNeedTheKeysAtOnce_CostOneCall()
    {
        var release = new TaskCompletionSource();
        _keys.Respond = _ =>
        {
            release.Task.Wait(Deadline.Default);
            return new SimpleResponse(200, TestIssuer.KeySet(_issuer));
        };
        await using var scene = await StartAsync(KeysAt);
        var requests = Enumerable.Range(0, 20).Select(i => scene.GetAsync(Url, Bearer(Token("user" + i)))).ToArray();
        await Deadline.UntilAsync(() => _keys.Requests.Count == 1, "the call for keys");
        Assert.Equal(200, (await scene.GetAsync(Url)).Status); // nobody else waits
        release.SetResult();
        Assert.All(await Task.WhenAll(requests), answer => Assert.Equal(200, answer.Status));
        Assert.Single(_keys.Requests);
    }

    [Fact]
    public async Task Tokens_InOtherPlaces_AreFoundTakenOutAndSentOnWhereTheRuleSaysSo()
    {
        var token = Token("alice");
        const string places = "\n  fromHeaders: [{ name: x-token, prefix: 'Token ' }]\n  fromParams: [tok]\n  fromCookies: [session]";
        foreach (var forwards in new[] { false, true })
        {
            await using var scene = await StartAsync(KeysAt + places + "\n  forwardOriginalToken: " + (forwards ? "true" : "false"), Allow("from: [{ source: { requestPrincipals: ['*'] } }]"));
            Assert.Equal(200, (await scene.GetAsync(Url + "?a=1&tok=" + token + "&b=2")).Status);
            Assert.Equal(200, (await scene.GetAsync(Url, "x-token: Token " + token + "\r\n")).Status);
            Assert.Equal(200, (await scene.GetAsync(Url, "Cookie: a=1; session=" + token + "; b=2\r\n")).Status);
            Assert.Equal(403, (await scene.GetAsync(Url, Bearer(token))).Status); // no place of this rule
            var sent = _upstream.Requests.TakeLast(3).Select(request => request.Message).ToArray();
            Assert.Equal(forwards ? "/v1?a=1&tok=" + token + "&b=2" : "/v1?a=1&b=2", sent[0].Target);
            Assert.Equal(forwards ? "Token " + token : null, sent[1].Header("x-token"));
            Assert.Equal(forwards ? "a=1; session=" + token + "; b=2" : "a=1; b=2", sent[2].Header("cookie"));
            await scene.RecordAsync("a=1&b=2");
            Assert.DoesNotContain(token, scene.Egress.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Rules_OfSeveralIssuers_TakeEachItsOwn()
    {
        using var other = TestIssuer.Ec("other");
        await using var scene = await StartAsync(KeysAt, $"""
            apiVersion: security.istio.io/v1
            kind: RequestAuthentication
            metadata:
              name: other
            spec:
              jwtRules:
              - issuer: https://a.example.com
                jwks: '{TestIssuer.KeySet(other)}'

            """, Allow("when: [{ key: 'request.auth.claims[iss]', values: ['https://a.example.com'] }]"));
        Assert.Equal(200, (await scene.GetAsync(Url, Bearer(other.Token("https://a.example.com", "x")))).Status);
        for (var i = 0; i < 2; i++)
            Assert.Equal(403, (await scene.GetAsync(Url, Bearer(Token("alice")))).Status);
        Assert.Equal(401, (await scene.GetAsync(Url, Bearer(other.Token(Issuer, "alice")))).Status);
        Assert.Equal(401, (await scene.GetAsync(Url, Bearer(other.Token("https://nobody.example.com", "x")))).Status);
    }

    [Fact]
    public async Task Tunnel_IsAskedForItsTokenToo()
    {
        await using var scene = await StartAsync(KeysAt, Allow("from: [{ source: { requestPrincipals: ['*'] } }]"), PolicyText.Service("tls.example.com", 443, "TLS", _upstream.EndPoint));
        Assert.Equal(403, (await scene.SendAsync("CONNECT tls.example.com:443 HTTP/1.1\r\nHost: tls.example.com:443\r\n\r\n")).Status);
        Assert.Equal(401, (await scene.SendAsync("CONNECT tls.example.com:443 HTTP/1.1\r\nHost: tls.example.com:443\r\n" + Bearer("a.b.c") + "\r\n")).Status);
    }

    [Fact]
    public async Task Reload_KeepsTheKeys_AndEndsWithTheRules()
    {
        await using var scene = await StartAsync(KeysAt);
        Assert.Equal(200, (await scene.GetAsync(Url, Bearer(Token("alice")))).Status);
        scene.Rewrite(Policies(KeysAt, Allow("from: [{ source: { requestPrincipals: ['*'] } }]")));
        await Deadline.UntilAsync(async () => (await scene.GetAsync(Url)).Status == 403, "the policy");
        Assert.Equal(200, (await scene.GetAsync(Url, Bearer(Token("alice")))).Status);
        Assert.Single(_keys.Requests);
        scene.Rewrite(PolicyText.Service(Host, 80, "HTTP", _upstream.EndPoint));
        await Deadline.UntilAsync(async () => (await scene.GetAsync(Url, Bearer("nonsense"))).Status == 200, "no rules");
    }

    public async ValueTask DisposeAsync()
    {
        await _upstream.DisposeAsync();
        await _keys.DisposeAsync();
        _issuer.Dispose();
    }

    private static string Url => $"http://{Host}/v1";

    private static string Bearer(string token) => "Authorization: Bearer " + token + "\r\n";

    private static string Allow(string rule) => PolicyText.Authorization("users", "ALLOW", "- " + rule);

    private string Token(string subject) => _issuer.Token(Issuer, subject);

    private void Publish(params TestIssuer[] issuers) => _keys.Respond = _ => new SimpleResponse(200, TestIssuer.KeySet(issuers));

    private Task<Scene> StartAsync(string rule, params string[] more) => Scene.StartAsync(Policies(rule, more));

    private string Policies(string rule, params string[] more) => PolicyText.Join([PolicyText.Service(Host, 80, "HTTP", _upstream.EndPoint), $"""
        apiVersion: security.istio.io/v1
        kind: RequestAuthentication
        metadata:
          name: id
        spec:
          jwtRules:
          - issuer: {Issuer}
            {rule.Replace("\n", "\n  ", StringComparison.Ordinal)}

        """, .. more]);
}
