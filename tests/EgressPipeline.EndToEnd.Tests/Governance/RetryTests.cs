using System.Net;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Governance;

public sealed class RetryTests
{
    private const string Host = "api.example.com";

    private static string Policy(string? retries, params IPEndPoint[] endpoints) => PolicyText.Join(
        PolicyText.Service(Host, 80, "HTTP", endpoints),
        PolicyText.Routes(Host, (retries is null ? "- " : $"- retries: {retries}\n  ") + "route: [{ destination: { host: api.example.com } }]"));

    /// <summary>Answers 503 the given number of times, then 200.</summary>
    private static SimpleHttpServer StartFlaky(int failures)
    {
        var server = SimpleHttpServer.Start("flaky");
        var left = failures;
        server.Respond = _ => Interlocked.Decrement(ref left) >= 0 ? new SimpleResponse(503) : null;
        return server;
    }

    [Fact]
    public async Task ExplicitRetries_UntilTheUpstreamRecovers_Succeed()
    {
        await using var upstream = StartFlaky(2);
        await using var scene = await Scene.StartAsync(Policy("{ attempts: 3, retryOn: 5xx }", upstream.EndPoint));

        Assert.Equal(200, (await scene.GetAsync($"http://{Host}/retried")).Status);
        Assert.Equal(3, upstream.Requests.Count);
    }

    [Fact]
    public async Task ExplicitRetries_AllUsedUp_PassOnTheLastAnswer()
    {
        await using var upstream = StartFlaky(100);
        await using var scene = await Scene.StartAsync(Policy("{ attempts: 2, retryOn: 5xx }", upstream.EndPoint));

        Assert.Equal(503, (await scene.GetAsync($"http://{Host}/exhausted")).Status);
        Assert.Equal(3, upstream.Requests.Count);
        Assert.Contains("URX", await scene.RecordAsync("/exhausted"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RetriableHeaders_FieldThatTheRequestNamed_IsRepeated_AndTheNameStaysHere()
    {
        await using var upstream = SimpleHttpServer.Start();
        var left = 1;
        upstream.Respond = _ => Interlocked.Decrement(ref left) >= 0 ? new SimpleResponse(200, "", "x-try-again: 1\r\n") : null;
        await using var scene = await Scene.StartAsync(Policy("{ attempts: 2, retryOn: retriable-headers }", upstream.EndPoint));

        Assert.Null((await scene.GetAsync($"http://{Host}/", "x-envoy-retriable-header-names: x-other, x-try-again\r\n")).Header("x-try-again"));
        Assert.Equal(2, upstream.Requests.Count);
        Assert.All(upstream.Requests, request => Assert.Null(request.Message.Header("x-envoy-retriable-header-names")));
    }

    [Fact]
    public async Task RetriableStatusCodes_OfTheRequest_CountOnlyUnderTheCondition()
    {
        await using var upstream = StartFlaky(1);
        await using var scene = await Scene.StartAsync(Policy("{ attempts: 2, retryOn: retriable-status-codes }", upstream.EndPoint));
        Assert.Equal(200, (await scene.GetAsync($"http://{Host}/", "x-envoy-retriable-status-codes: 503\r\n")).Status);

        await using var other = StartFlaky(1);
        await using var without = await Scene.StartAsync(Policy("{ attempts: 2, retryOn: reset }", other.EndPoint));
        Assert.Equal(503, (await without.GetAsync($"http://{Host}/", "x-envoy-retriable-status-codes: 503\r\n")).Status);
    }

    [Fact]
    public async Task Default_ServerError_IsNotRepeated()
    {
        await using var upstream = StartFlaky(1);
        await using var scene = await Scene.StartAsync(Policy(null, upstream.EndPoint));

        Assert.Equal(503, (await scene.GetAsync($"http://{Host}/")).Status);
        Assert.Single(upstream.Requests);
    }

    [Fact]
    public async Task Default_EndpointThatRefuses_TheOtherOneAnswers()
    {
        var dead = RawServer.Start();
        var refused = dead.EndPoint;
        await dead.DisposeAsync();
        await using var alive = SimpleHttpServer.Start();
        await using var scene = await Scene.StartAsync(Policy(null, refused, alive.EndPoint));

        for (var i = 0; i < 20; i++)
            Assert.Equal(200, (await scene.SendAsync($"POST http://{Host}/ HTTP/1.1\r\nHost: {Host}\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody")).Status);
        Assert.All(alive.Requests, request => Assert.Equal("body", request.Message.Text));
    }

    [Fact]
    public async Task Default_PostThatWasReadAndReset_IsNotRepeated()
    {
        var seen = 0;
        await using var upstream = RawServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            Interlocked.Increment(ref seen);
            connection.Reset();
        });
        await using var scene = await Scene.StartAsync(Policy(null, upstream.EndPoint));

        var answer = await scene.SendAsync($"POST http://{Host}/pay HTTP/1.1\r\nHost: {Host}\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody");

        Assert.Equal(503, answer.Status);
        Assert.Equal(1, seen);
    }

    [Fact]
    public async Task ReusedConnection_ClosedByTheUpstreamMeanwhile_IsReplacedUnseen()
    {
        await using var upstream = RawServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        });
        await using var scene = await Scene.StartAsync(Policy(null, upstream.EndPoint));
        await using var client = await scene.ConnectProxyAsync();

        for (var i = 0; i < 30; i++)
        {
            await client.SendAsync($"GET http://{Host}/ HTTP/1.1\r\nHost: {Host}\r\n\r\n");
            Assert.Equal(200, (await client.ReadResponseAsync()).Status);
        }
    }

    [Fact]
    public async Task PerTryTimeout_OfASlowEndpoint_TriesAgain()
    {
        var first = true;
        await using var upstream = SimpleHttpServer.Start();
        upstream.Respond = request =>
        {
            var slow = first;
            first = false;
            if (slow)
                new ManualResetEventSlim().Wait(2000);
            return null;
        };
        await using var scene = await Scene.StartAsync(Policy("{ attempts: 2, perTryTimeout: 0.3s, retryOn: \"5xx,reset\" }", upstream.EndPoint));

        Assert.Equal(200, (await scene.GetAsync($"http://{Host}/")).Status);
    }

    [Fact]
    public async Task Retries_ZeroAttempts_AreOff()
    {
        var dead = RawServer.Start();
        var refused = dead.EndPoint;
        await dead.DisposeAsync();
        await using var scene = await Scene.StartAsync(Policy("{ attempts: 0 }", refused));

        var answer = await scene.GetAsync($"http://{Host}/off");

        Assert.Equal(503, answer.Status);
        Assert.Contains("UF", await scene.RecordAsync("/off"), StringComparison.Ordinal);
    }
}
