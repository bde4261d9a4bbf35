using System.Diagnostics;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Governance;

public sealed class RoutingTests
{
    private const string Host = "api.example.com";
    private const string ToHost = "route: [{ destination: { host: api.example.com } }]";
    private const string Subsets = "subsets:\n- { name: v1, labels: { version: v1 } }\n- { name: v2, labels: { version: v2 } }";

    private static async Task<Scene> StartTwoVersionsAsync(SimpleHttpServer one, SimpleHttpServer two, string routes) => await Scene.StartAsync(PolicyText.Join(
        PolicyText.Service(Host, 80, "HTTP", (one.EndPoint, "v1"), (two.EndPoint, "v2")),
        PolicyText.Destination(Host, Subsets),
        PolicyText.Routes(Host, routes)));

    private static async Task<Scene> StartOneAsync(SimpleHttpServer upstream, string routes) => await Scene.StartAsync(PolicyText.Join(
        PolicyText.Service(Host, 80, "HTTP", upstream.EndPoint),
        PolicyText.Routes(Host, routes)));

    [Fact]
    public async Task Match_ByHeaderThenDefault_PicksTheSubset()
    {
        await using var one = SimpleHttpServer.Start("v1");
        await using var two = SimpleHttpServer.Start("v2");
        await using var scene = await StartTwoVersionsAsync(one, two, """
            - match: [{ headers: { x-canary: { exact: "yes" } } }]
              route: [{ destination: { host: api.example.com, subset: v2 } }]
            - route: [{ destination: { host: api.example.com, subset: v1 } }]
            """);

        Assert.Equal("hello from v2\n", (await scene.GetAsync($"http://{Host}/", "x-canary: yes\r\n")).Text);
        Assert.Equal("hello from v1\n", (await scene.GetAsync($"http://{Host}/")).Text);
    }

    [Fact]
    public async Task Weights_OverManyCalls_AreTheShares()
    {
        await using var one = SimpleHttpServer.Start("v1");
        await using var two = SimpleHttpServer.Start("v2");
        await using var scene = await StartTwoVersionsAsync(one, two, """
            - route:
              - { destination: { host: api.example.com, subset: v1 }, weight: 75 }
              - { destination: { host: api.example.com, subset: v2 }, weight: 25 }
            """);
        await using var client = await scene.ConnectProxyAsync();
        for (var i = 0; i < 400; i++)
        {
            await client.SendAsync($"GET http://{Host}/ HTTP/1.1\r\nHost: {Host}\r\n\r\n");
            await client.ReadResponseAsync();
        }

        Assert.InRange(two.Requests.Count, 60, 145); // 100 expected; six standard deviations are 52
        Assert.Equal(400, one.Requests.Count + two.Requests.Count);
    }

    [Fact]
    public async Task Rewrite_OfThePrefix_KeepsTheRestAndTheQuery()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartOneAsync(upstream, "- match: [{ uri: { prefix: /v1/ } }]\n  rewrite: { uri: /api/, authority: backend.example.com }\n  " + ToHost);

        Assert.Equal(200, (await scene.GetAsync($"http://{Host}/v1/users?id=7")).Status);

        var arrived = upstream.Requests.Single().Message;
        Assert.Equal("/api/users?id=7", arrived.Target);
        Assert.Equal("backend.example.com", arrived.Header("Host"));
        Assert.Contains("\"path\":\"/v1/users?id=7\"", await scene.RecordAsync("\"path\""), StringComparison.Ordinal); // what was called and judged
    }

    [Fact]
    public async Task Rewrite_ByPattern_KeepsTheQueryAndWhatWasJudged()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartOneAsync(upstream, "- rewrite: { uriRegexRewrite: { match: '^/service/([^/]+)(/.*)$', rewrite: '\\2/instance/\\1' } }\n  " + ToHost);

        Assert.Equal(200, (await scene.GetAsync($"http://{Host}/service/foo/v1/api?id=7")).Status);

        Assert.Equal("/v1/api/instance/foo?id=7", upstream.Requests.Single().Message.Target);
        Assert.Contains("\"path\":\"/service/foo/v1/api?id=7\"", await scene.RecordAsync("\"path\""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rewrite_ThatMakesAPathTooLong_Is400()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartOneAsync(upstream, $"- rewrite: {{ uriRegexRewrite: {{ match: a, rewrite: {new string('b', 200)} }} }}\n  " + ToHost);

        Assert.Equal(400, (await scene.GetAsync($"http://{Host}/{new string('a', 1000)}")).Status);
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task Redirect_OfAPrefix_KeepsTheRest()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartOneAsync(upstream, "- match: [{ uri: { prefix: /old/ } }]\n  redirect: { prefixRewrite: /new/, scheme: https }");

        Assert.Equal($"https://{Host}/new/x?y=1", (await scene.GetAsync($"http://{Host}/old/x?y=1")).Header("location"));
    }

    [Fact]
    public async Task HeaderValues_AreComputedForTheRequestAndItsAnswer()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartOneAsync(upstream, """
            - name: first
              headers:
                request: { set: { x-who: "%REQ(x-team?x-user)% of 100%% at %REQ(:PATH)%" } }
                response: { set: { x-by: "%UPSTREAM_HOST% %UPSTREAM_CLUSTER% %ROUTE_NAME% %RESPONSE_CODE% %UPSTREAM_REQUEST_ATTEMPT_COUNT%" } }
              rewrite: { uri: /elsewhere }
              route:
              - destination: { host: api.example.com }
                headers: { request: { add: { x-peer: "%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%" } }, response: { add: { x-type: "%RESP(x-none?content-length)%" } } }
            """);

        var answer = await scene.GetAsync($"http://{Host}/a?b", "x-user: ann\r\n");

        var arrived = upstream.Requests.Single().Message;
        Assert.Equal("ann of 100% at /a?b", arrived.Header("x-who"));
        Assert.Equal("127.0.0.1", arrived.Header("x-peer"));
        Assert.Equal($"{upstream.EndPoint} outbound|80||api.example.com first 200 1", answer.Header("x-by"));
        Assert.Equal(answer.Header("content-length"), answer.Header("x-type"));
    }

    [Fact]
    public async Task Delegate_DecidesForTheCallsItGets()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await Scene.StartAsync(PolicyText.Join(
            PolicyText.Service(Host, 80, "HTTP", upstream.EndPoint),
            PolicyText.Routes(Host, "- match: [{ uri: { prefix: /orders/ } }]\n  delegate: { name: orders }\n- " + ToHost),
            "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: { name: orders, namespace: default }\nspec:\n  http:\n"
                + "  - match: [{ uri: { exact: /orders/closed } }]\n    directResponse: { status: 410 }\n  - rewrite: { uri: /v2/ }\n    " + ToHost + "\n"));

        Assert.Equal(410, (await scene.GetAsync($"http://{Host}/orders/closed")).Status);
        Assert.Equal(200, (await scene.GetAsync($"http://{Host}/orders/7")).Status);
        Assert.Equal(200, (await scene.GetAsync($"http://{Host}/other")).Status);
        Assert.Equal(["/v2/7", "/other"], upstream.Requests.Select(request => request.Message.Target));
    }

    [Fact]
    public async Task NoRouteMatches_Is404()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartOneAsync(upstream, "- match: [{ uri: { exact: /only } }]\n  " + ToHost);

        var answer = await scene.GetAsync($"http://{Host}/other");

        Assert.Equal(404, answer.Status);
        Assert.NotNull(answer.Header("x-egress-decision"));
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task Redirect_AndDirectResponse_AreAnsweredHere()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartOneAsync(upstream, """
            - match: [{ uri: { prefix: /old } }]
              redirect: { uri: /new, redirectCode: 302 }
            - match: [{ uri: { prefix: /closed } }]
              directResponse: { status: 418, body: { string: "closed" } }
            - route: [{ destination: { host: api.example.com } }]
            """);

        var redirect = await scene.GetAsync($"http://{Host}/old/x");
        var direct = await scene.GetAsync($"http://{Host}/closed");

        Assert.Equal(302, redirect.Status);
        Assert.Equal($"http://{Host}/new", redirect.Header("location"));
        Assert.Equal(418, direct.Status);
        Assert.Equal("closed", direct.Text);
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task HeaderOperations_ApplyBothWays()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartOneAsync(upstream, """
            - headers:
                request: { set: { x-set: s }, add: { x-add: a }, remove: [x-secret] }
                response: { set: { x-from: sidecar } }
              route: [{ destination: { host: api.example.com } }]
            """);

        var answer = await scene.GetAsync($"http://{Host}/", "x-secret: 1\r\nx-set: old\r\n");

        var arrived = upstream.Requests.Single().Message;
        Assert.Equal("s", arrived.Header("x-set"));
        Assert.Equal("a", arrived.Header("x-add"));
        Assert.Null(arrived.Header("x-secret"));
        Assert.Equal("sidecar", answer.Header("x-from"));
    }

    [Fact]
    public async Task Timeout_OfTheRoute_Is504InTime()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartOneAsync(upstream, "- timeout: 0.3s\n  " + ToHost);
        var clock = Stopwatch.StartNew();

        var answer = await scene.GetAsync($"http://{Host}/delay/8000");

        Assert.Equal(504, answer.Status);
        Assert.InRange(clock.ElapsedMilliseconds, 250, 5000);
        Assert.Contains("\"UT", await scene.RecordAsync("/delay/8000"), StringComparison.Ordinal);
    }
}
