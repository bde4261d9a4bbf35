using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Governance;

public sealed class PoolTests
{
    private const string Host = "api.example.com";

    [Fact]
    public async Task Requests_OverTheBound_Get503WithUo()
    {
        await using var upstream = RawServer.Start();
        await using var scene = await Scene.StartAsync(PolicyText.Join(
            PolicyText.Service(Host, 80, "HTTP", upstream.EndPoint),
            PolicyText.Destination(Host, "trafficPolicy:\n  connectionPool:\n    tcp: { maxConnections: 1 }\n    http: { http1MaxPendingRequests: 1, http2MaxRequests: 1 }")));
        await using var busy = await scene.ConnectProxyAsync();
        await busy.SendAsync($"GET http://{Host}/busy HTTP/1.1\r\nHost: {Host}\r\n\r\n");
        await using var server = await upstream.AcceptAsync();
        await server.ReadRequestAsync();

        var answer = await scene.GetAsync($"http://{Host}/overflow");

        Assert.Equal(503, answer.Status);
        Assert.Equal("true", answer.Header("x-envoy-overloaded"));
        Assert.NotNull(answer.Header("x-egress-decision"));
        Assert.Contains("UO", await scene.RecordAsync("/overflow"), StringComparison.Ordinal);
        await server.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone");
        Assert.Equal("done", (await busy.ReadResponseAsync()).Text);
    }

    [Fact]
    public async Task MaxRequestsPerConnection_One_OpensANewConnectionEachTime()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await Scene.StartAsync(PolicyText.Join(
            PolicyText.Service(Host, 80, "HTTP", upstream.EndPoint),
            PolicyText.Destination(Host, "trafficPolicy:\n  connectionPool:\n    http: { maxRequestsPerConnection: 1 }")));

        for (var i = 0; i < 5; i++)
            Assert.Equal(200, (await scene.GetAsync($"http://{Host}/")).Status);

        Assert.Equal(5, upstream.Connections);
    }

    [Theory]
    [InlineData("idleTimeout: 1s")]
    [InlineData("maxConnectionDuration: 1s")]
    public async Task RelayedConnection_TcpBoundsOfItsService_EndIt(string bound)
    {
        await using var upstream = RawServer.Start(static async connection => await connection.ReadToEndAsync());
        await using var scene = await Scene.StartAsync(PolicyText.Join(
            PolicyText.TcpService("db.example.com", "192.0.2.10", 5432, upstream.EndPoint),
            PolicyText.Destination("db.example.com", $"trafficPolicy:\n  connectionPool: {{ tcp: {{ {bound} }} }}")));
        var (tunnel, answer) = await RawClient.ConnectThroughAsync(scene.Proxy, "db.example.com:5432");
        await using (tunnel)
        {
            Assert.Equal(200, answer.Status);
            await tunnel.ReadToEndAsync(); // ends within the deadline of the kit, long before the hour that is the default
        }
    }
}
