using EgressPipeline.TestKit;
using ExternalAuthorization.Protocol;
using ExternalAuthorization.Tests.Support;

namespace EgressPipeline.EndToEnd.Tests.Filters;

/// <summary>The filter <c>external-authorization</c>, loaded from a folder by the real sidecar, before a real gRPC server.</summary>
public sealed class ExternalAuthorizationTests
{
    private const string Url = $"http://{FilterScene.Host}/orders?id=1&debug=1";

    [Fact]
    public async Task AllowedCall_IsChangedAsTheAuthorizerSays()
    {
        var allowed = new AllowedCall();
        allowed.Headers.Add(AuthorizationServer.Header("x-user", "alice"));
        allowed.HeadersToRemove.Add("x-token");
        allowed.QueryParametersToRemove.Add("debug");
        allowed.ResponseHeadersToAdd.Add(AuthorizationServer.Header("x-decision", "42"));
        await using var authorizer = await AuthorizationServer.StartAsync(_ => AuthorizationServer.Allow(allowed));
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, authorizer);

        var answer = await scene.GetAsync(Url, "x-user: mallory\r\nx-token: t\r\n");

        Assert.Equal((200, "42"), (answer.Status, answer.Header("x-decision")));
        var sent = Assert.Single(upstream.Requests).Message;
        Assert.Equal("/orders?id=1", sent.Target);
        Assert.Equal("alice", Assert.Single(sent.Fields, field => field.Key.Equals("x-user", StringComparison.OrdinalIgnoreCase)).Value);
        Assert.Null(sent.Header("x-token"));
        var question = Assert.Single(authorizer.Questions).Attributes;
        Assert.Equal("/orders?id=1&debug=1", question.Request.Http.Path);
        Assert.Equal("127.0.0.1", question.Source.Address.SocketAddress.Address);
        Assert.Equal("default/api-example-com-80", question.Destination.Service);
        Assert.Equal(1, await scene.MetricAsync("egress_filter_external_authorization_calls_total", "outcome=\"allowed\""));
    }

    [Fact]
    public async Task DeniedCall_GetsTheAuthorizersAnswerAndTheConnectionStays()
    {
        var denied = new DeniedAnswer { Status = new AnswerStatus { Code = 401 }, Body = "who are you?" };
        denied.Headers.Add(AuthorizationServer.Header("www-authenticate", "Bearer"));
        await using var authorizer = await AuthorizationServer.StartAsync(_ => AuthorizationServer.Deny(denied));
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, authorizer);
        await using var client = await scene.ConnectProxyAsync();

        for (var i = 0; i < 2; i++)
        {
            await client.SendAsync($"GET {Url} HTTP/1.1\r\nHost: {FilterScene.Host}\r\n\r\n");
            var answer = await client.ReadResponseAsync();
            Assert.Equal((401, "who are you?", "Bearer"), (answer.Status, answer.Text, answer.Header("www-authenticate")));
            Assert.Equal("FilterBinding/default/external-authorization", answer.Header("x-egress-decision"));
        }
        Assert.Empty(upstream.Requests);
        Assert.Equal((2, 1), (authorizer.Questions.Count, authorizer.Connections));
    }

    [Fact]
    public async Task DeniedCall_WithoutAnAnswer_GetsTheSidecarsOwn()
    {
        await using var authorizer = await AuthorizationServer.StartAsync(_ => AuthorizationServer.Deny());
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, authorizer);

        var answer = await scene.GetAsync(Url);

        Assert.Equal((403, "FilterBinding/default/external-authorization"), (answer.Status, answer.Header("x-egress-decision")));
        Assert.Contains("the external authorizer refused the call", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_ThatAPolicyDenies_IsNotAskedAbout()
    {
        await using var authorizer = await AuthorizationServer.StartAsync(_ => AuthorizationServer.Allow());
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, authorizer, more: """
            ---
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: { name: no-orders, namespace: default }
            spec:
              action: DENY
              rules:
              - to: [{ operation: { paths: [/orders] } }]

            """);

        Assert.Equal("AuthorizationPolicy/default/no-orders", (await scene.GetAsync(Url)).Header("x-egress-decision")?.Split('#', '[', ' ')[0]);
        Assert.Equal(200, (await scene.GetAsync($"http://{FilterScene.Host}/other")).Status);

        Assert.Equal("/other", Assert.Single(authorizer.Questions).Attributes.Request.Http.Path);
    }

    [Fact]
    public async Task CustomPolicy_SaysWhichRequestsAreAskedAbout_AndRefusesTunnels()
    {
        await using var authorizer = await AuthorizationServer.StartAsync(_ => AuthorizationServer.Deny());
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, authorizer, more: """
            ---
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: { name: ask, namespace: default }
            spec:
              action: CUSTOM
              provider: { name: external-authorization }
              rules:
              - to: [{ operation: { paths: ["/orders*"], ports: ["80"] } }]

            """);

        Assert.Equal((403, "FilterBinding/default/external-authorization"), (await scene.GetAsync(Url) is var asked ? (asked.Status, asked.Header("x-egress-decision")) : default));
        Assert.Equal(200, (await scene.GetAsync($"http://{FilterScene.Host}/other")).Status);
        var tunnel = await scene.SendAsync($"CONNECT {FilterScene.Host}:80 HTTP/1.1\r\nHost: {FilterScene.Host}:80\r\n\r\n");
        Assert.Equal((403, "AuthorizationPolicy/default/ask#rules[0]"), (tunnel.Status, tunnel.Header("x-egress-decision")));

        Assert.StartsWith("/orders", Assert.Single(authorizer.Questions).Attributes.Request.Http.Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, 10, "false")]
    [InlineData(100_000, 10, "true")]
    [InlineData(0, 0, "false")]
    public async Task Body_IsShownUpToTheBoundAndSentWhole(int length, int shown, string partial)
    {
        await using var authorizer = await AuthorizationServer.StartAsync(_ => AuthorizationServer.Allow());
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, authorizer, ", body: { maxBytes: 10, allowPartialMessage: true }");
        var body = new string('b', length);

        var answer = await scene.SendAsync($"POST http://{FilterScene.Host}/echo HTTP/1.1\r\nHost: {FilterScene.Host}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}");

        Assert.Equal((200, body), (answer.Status, answer.Text));
        var http = authorizer.Question.Attributes.Request.Http;
        Assert.Equal((new string('b', shown), partial, (long)length), (http.Body, http.Headers["x-envoy-auth-partial-body"], http.Size));
    }

    [Theory]
    [InlineData(10, 200)]
    [InlineData(11, 413)]
    public async Task Body_ThatMustBeSeenWhole_IsRefusedOverTheBound(int length, int status)
    {
        await using var authorizer = await AuthorizationServer.StartAsync(_ => AuthorizationServer.Allow());
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, authorizer, ", body: { maxBytes: 10 }");

        var answer = await scene.SendAsync($"POST http://{FilterScene.Host}/echo HTTP/1.1\r\nHost: {FilterScene.Host}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{new string('b', length)}");

        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 200 ? 1 : 0, authorizer.Questions.Count);
    }

    [Theory]
    [InlineData("closed", 503)]
    [InlineData("open", 200)]
    public async Task Authorizer_ThatIsGone_IsTreatedAsConfigured(string unavailable, int status)
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await FilterScene.StartAsync(PolicyText.Service(FilterScene.Host, 80, "HTTP", upstream.EndPoint)
            + FilterScene.Binding("external-authorization", $"config: {{ server: 'http://127.0.0.1:1', timeout: 9s, unavailable: {unavailable}, statusOnError: 503 }}"), ["ExternalAuthorization"]);

        Assert.Equal(status, (await scene.GetAsync(Url)).Status);

        Assert.Equal(1, await scene.MetricAsync("egress_filter_external_authorization_failures_total", "reason=\"unreachable\""));
    }

    private static Task<Scene> StartAsync(SimpleHttpServer upstream, AuthorizationServer authorizer, string config = "", string more = "") =>
        FilterScene.StartAsync(PolicyText.Service(FilterScene.Host, 80, "HTTP", upstream.EndPoint)
            + FilterScene.Binding("external-authorization", $"config: {{ server: 'http://127.0.0.1:{authorizer.Port}', timeout: 9s{config} }}") + more, ["ExternalAuthorization"]);
}
