using System.Net.Sockets;
using System.Text;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Robustness;

public sealed class BoundsTests
{
    private const string Host = "api.example.com";
    private const string Line = $"GET http://{Host}/ HTTP/1.1\r\nHost: {Host}\r\n";

    [Fact]
    public async Task HeadOverItsBound_Is431OrSoAndClosed()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint, "--max-head-bytes", "2048");
        await using var client = await scene.ConnectProxyAsync();

        await client.SendAsync(Line + "X-Long: " + new string('a', 4096) + "\r\n\r\n");

        Assert.Equal(431, (await client.ReadResponseAsync()).Status);
        Assert.Empty(await client.ReadToEndAsync());
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task HeadJustUnderTheDefaultBound_IsServed()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint);

        var answer = await scene.GetAsync($"http://{Host}/", "X-Long: " + new string('a', 30_000) + "\r\n");

        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public async Task TooManyFields_AreRefused()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint);
        var fields = new StringBuilder();
        for (var i = 0; i < 200; i++)
            fields.Append($"X-{i}: v\r\n");

        var answer = await scene.GetAsync($"http://{Host}/", fields.ToString());

        Assert.Equal(431, answer.Status);
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task SlowHead_IsCutOffInTime()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint, "--head-timeout", "500ms");
        await using var client = await scene.ConnectProxyAsync();
        await client.SendAsync($"GET http://{Host}/ HTTP/1.1\r\nHost:");

        var end = Encoding.Latin1.GetString(await client.ReadToEndAsync());

        Assert.True(end.Length == 0 || end.StartsWith("HTTP/1.1 408", StringComparison.Ordinal), end);
    }

    [Fact]
    public async Task SlowBody_IsCutOffInTime()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint, "--min-body-rate", "10000", "--body-rate-grace", "1s");
        await using var client = await scene.ConnectProxyAsync();
        await client.SendAsync($"POST http://{Host}/echo HTTP/1.1\r\nHost: {Host}\r\nContent-Length: 1000000\r\n\r\nslow");

        var end = Encoding.Latin1.GetString(await client.ReadToEndAsync());

        Assert.True(end.Length == 0 || end.StartsWith("HTTP/1.1 408", StringComparison.Ordinal), end);
    }

    [Fact]
    public async Task IdleConnection_IsClosedInTime()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint, "--idle-timeout", "500ms");
        await using var client = await scene.ConnectProxyAsync();
        await client.SendAsync(Line + "\r\n");
        Assert.Equal(200, (await client.ReadResponseAsync()).Status);

        Assert.Empty(await client.ReadToEndAsync());
    }

    [Fact]
    public async Task ConnectionOverTheBound_GetsA503_AndTheNextIsServedWhenOneCloses()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint, "--max-connections", "2");
        var first = await scene.ConnectProxyAsync();
        await using var second = await scene.ConnectProxyAsync();
        foreach (var client in new[] { first, second })
        {
            await client.SendAsync(Line + "\r\n");
            Assert.Equal(200, (await client.ReadResponseAsync()).Status);
        }

        await using var third = await scene.ConnectProxyAsync();
        await third.SendAsync(Line + "\r\n");
        var turnedAway = await third.ReadResponseAsync();
        Assert.Equal(503, turnedAway.Status);
        Assert.Equal("true", turnedAway.Header("x-envoy-overloaded"));
        Assert.Equal("application/problem+json", turnedAway.Header("content-type"));
        Assert.Empty(await third.ReadToEndAsync());
        Assert.Equal(1, await scene.MetricAsync("egress_limits_hit_total", "connections"));

        await first.DisposeAsync();
        await Deadline.UntilAsync(async () => (await scene.GetAsync($"http://{Host}/")).Status == 200, "a connection is served again");
        Assert.Equal(3, upstream.Requests.Count);
    }

    [Fact]
    public async Task ConnectionOverTheBound_OfUnknownProtocol_IsReset()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint, "--max-connections", "1");
        await using var first = await scene.ConnectProxyAsync();
        await first.SendAsync(Line + "\r\n");
        Assert.Equal(200, (await first.ReadResponseAsync()).Status);

        Assert.True(await IsResetAsync(scene));
    }

    /// <summary>The reset may come so soon that connecting itself sees it, or that the socket is not connected any more when it is set up.</summary>
    private static async Task<bool> IsResetAsync(Scene scene)
    {
        try
        {
            await using var client = await scene.ConnectOutboundAsync();
            return (await client.ReadToEndAsync()).Length == 0 && client.WasReset;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode is SocketError.ConnectionReset or SocketError.NotConnected;
        }
    }
}
