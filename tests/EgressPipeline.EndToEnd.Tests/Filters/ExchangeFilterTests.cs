using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Filters;

/// <summary>Filters that surround the exchange.</summary>
public sealed class ExchangeFilterTests
{
    private const string Host = FilterScene.Host;

    private static SimpleHttpServer StartFlaky(int failures)
    {
        var server = SimpleHttpServer.Start("flaky");
        var left = failures;
        server.Respond = request => Interlocked.Decrement(ref left) >= 0 ? new SimpleResponse(503) : new SimpleResponse(200, request.Message.Text);
        return server;
    }

    [Theory]
    [InlineData(0, 200, "1")]
    [InlineData(2, 200, "3")]
    [InlineData(9, 503, "3")]
    public async Task Next_CalledAgain_SendsTheRequestAgain(int failures, int status, string calls)
    {
        await using var upstream = StartFlaky(failures);
        await using var scene = await FilterScene.StartAsync(upstream.EndPoint, FilterScene.Binding("again"));
        await using var client = await scene.ConnectProxyAsync();
        await client.SendAsync($"POST http://{Host}/ HTTP/1.1\r\nHost: {Host}\r\ncontent-length: 4\r\n\r\nbody");

        var answer = await client.ReadResponseAsync();

        Assert.Equal(status, answer.Status);
        Assert.Equal(calls, answer.Header("x-again"));
        Assert.All(upstream.Requests, request => Assert.Equal("body", request.Message.Text));
        Assert.Equal(1, await scene.MetricAsync("egress_filter_again_outcomes_total", $"status=\"{status}\""));
        await client.SendAsync($"GET http://{Host}/next HTTP/1.1\r\nHost: {Host}\r\n\r\n");
        Assert.Equal(failures > 5 ? 503 : 200, (await client.ReadResponseAsync()).Status);
    }

    [Fact]
    public async Task Next_AfterAStreamedBody_CannotRunAgain()
    {
        await using var upstream = StartFlaky(1);
        await using var scene = await FilterScene.StartAsync(upstream.EndPoint, FilterScene.Binding("again"));
        await using var client = await scene.ConnectProxyAsync();
        await client.SendAsync($"POST http://{Host}/ HTTP/1.1\r\nHost: {Host}\r\ncontent-length: 4\r\n\r\n");
        await Deadline.UntilAsync(() => upstream.Connections == 1, "the call of the service");
        await client.SendAsync("body");

        var answer = await client.ReadResponseAsync();

        Assert.Equal(503, answer.Status);
        Assert.Equal("1", answer.Header("x-again"));
    }

    [Fact]
    public async Task Next_AfterABufferedBody_CanRunAgain()
    {
        await using var upstream = StartFlaky(1);
        await using var scene = await FilterScene.StartAsync(upstream.EndPoint, FilterScene.Binding("again") + FilterScene.Binding("lab"));
        await using var client = await scene.ConnectProxyAsync();
        await client.SendAsync($"POST http://{Host}/ HTTP/1.1\r\nHost: {Host}\r\nx-lab-request: refuse:10\r\ncontent-length: 4\r\n\r\n");
        await client.SendInPiecesAsync("body");

        var answer = await client.ReadResponseAsync();

        Assert.Equal("BODY", answer.Text);
        Assert.Equal("2", answer.Header("x-again"));
    }

    [Theory]
    [InlineData("deny", 403, 1)]
    [InlineData("answer", 203, 1)]
    [InlineData("skip", 203, 0)]
    public async Task Verdict_OfASurroundingFilter_ReplacesTheAnswer(string wish, int status, int calls)
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await FilterScene.StartAsync(upstream.EndPoint, FilterScene.Binding("again"));
        await using var client = await scene.ConnectProxyAsync();
        for (var i = 1; i <= 2; i++)
        {
            await client.SendAsync($"GET http://{Host}/ HTTP/1.1\r\nHost: {Host}\r\nx-wrap: {wish}\r\n\r\n");
            Assert.Equal(status, (await client.ReadResponseAsync()).Status);
            Assert.Equal(calls * i, upstream.Requests.Count);
        }
    }

    [Fact]
    public async Task TwoSurroundingFilters_AreNestedInOrder()
    {
        await using var upstream = StartFlaky(4);
        await using var scene = await FilterScene.StartAsync(upstream.EndPoint, FilterScene.Binding("again", "order: 1") + FilterScene.Binding("again", "order: 2", "inner"));

        var answer = await scene.GetAsync($"http://{Host}/");

        Assert.Equal(200, answer.Status);
        Assert.Equal(5, upstream.Requests.Count); // 3 by the inner one, then 2 when the outer one asked again
    }

    [Fact]
    public async Task Retries_OfTheRoute_AreInsideOfNext()
    {
        await using var upstream = StartFlaky(3);
        await using var scene = await FilterScene.StartAsync(upstream.EndPoint, PolicyText.Join("", PolicyText.Routes(Host,
            "- route: [{ destination: { host: api.example.com } }]\n  retries: { attempts: 1, retryOn: 5xx }")) + FilterScene.Binding("again"));

        var answer = await scene.GetAsync($"http://{Host}/");

        Assert.Equal(200, answer.Status);
        Assert.Equal("2", answer.Header("x-again"));
        Assert.Equal(4, upstream.Requests.Count);
    }

    [Fact]
    public async Task ServiceThatIsGone_IsAnOutcomeAndThenAnAnswer()
    {
        await using var upstream = SimpleHttpServer.Start();
        upstream.Stop();
        await using var scene = await FilterScene.StartAsync(upstream.EndPoint, FilterScene.Binding("again"));

        var answer = await scene.GetAsync($"http://{Host}/");

        Assert.Equal(503, answer.Status);
        Assert.Contains("connect", answer.Text, StringComparison.Ordinal);
    }
}
