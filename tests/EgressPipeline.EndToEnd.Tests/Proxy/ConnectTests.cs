using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Proxy;

public sealed class ConnectTests
{
    [Fact]
    public async Task Connect_DeclaredTcpPort_RelaysBothWaysAndHalfClose()
    {
        await using var upstream = RawServer.Start();
        await using var scene = await Scene.StartAsync(PolicyText.Service("db.example.com", 5432, "TCP", upstream.EndPoint));
        var (client, answer) = await RawClient.ConnectThroughAsync(scene.Proxy, "db.example.com:5432");
        await using var _ = client;
        Assert.Equal(200, answer.Status);

        await using var server = await upstream.AcceptAsync();
        await client.SendAsync("ping");
        Assert.Equal("ping"u8.ToArray(), await server.ReadExactlyAsync(4));
        client.ShutdownSend();
        Assert.Empty(await server.ReadToEndAsync());
        await server.SendAsync("pong after the client's end");
        server.ShutdownSend();

        Assert.Equal("pong after the client's end"u8.ToArray(), await client.ReadToEndAsync());
        Assert.Contains("\"method\":\"CONNECT\"", await scene.RecordAsync("\"authority\":\"db.example.com:5432\""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_ServerThatSpeaksFirst_IsHeard()
    {
        await using var upstream = RawServer.Start(async connection =>
        {
            await connection.SendAsync("220 mail.example.com ready\r\n");
            await connection.ReadToEndAsync();
        });
        await using var scene = await Scene.StartAsync(PolicyText.Service("mail.example.com", 25, "TCP", upstream.EndPoint));
        var (client, answer) = await RawClient.ConnectThroughAsync(scene.Proxy, "mail.example.com:25");
        await using var _ = client;

        Assert.Equal(200, answer.Status);
        Assert.Equal("220 mail.example.com ready\r\n", await client.ReadThroughAsync("\r\n"));
    }

    [Fact]
    public async Task Connect_TlsToDeclaredHost_ReachesItEndToEnd()
    {
        using var authority = new TestAuthority();
        await using var upstream = TlsServer.Start(authority, "secure.example.com");
        await using var scene = await Scene.StartAsync(PolicyText.Service("secure.example.com", 443, "HTTPS", upstream.EndPoint));
        var (client, answer) = await RawClient.ConnectThroughAsync(scene.Proxy, "secure.example.com:443");
        Assert.Equal(200, answer.Status);

        await using var tls = await RawClient.StartTlsAsync(client, "secure.example.com", authority);
        await tls.SendAsync("GET /tunnel HTTP/1.1\r\nHost: secure.example.com\r\n\r\n");

        Assert.Equal(200, (await tls.ReadResponseAsync()).Status);
        Assert.Equal("secure.example.com", upstream.Requests.Single().Tls!.ServerName);
    }

    [Fact]
    public async Task Connect_UndeclaredHost_IsRefusedWithReason()
    {
        await using var upstream = RawServer.Start();
        await using var scene = await Scene.StartAsync(PolicyText.Service("db.example.com", 5432, "TCP", upstream.EndPoint));

        var (client, answer) = await RawClient.ConnectThroughAsync(scene.Proxy, "unknown.example.net:443");
        await using var _ = client;

        Assert.Equal(502, answer.Status);
        Assert.NotNull(answer.Header("x-egress-decision"));
        Assert.Equal(0, upstream.Connections);
    }

    [Theory, InlineData("no-port.example.com"), InlineData(":443"), InlineData("host:99999"), InlineData("user@db.example.com:5432"), InlineData("http://db.example.com:5432/")]
    public async Task Connect_BadAuthority_Is400(string authority)
    {
        await using var upstream = RawServer.Start();
        await using var scene = await Scene.StartAsync(PolicyText.Service("db.example.com", 5432, "TCP", upstream.EndPoint));
        await using var client = await scene.ConnectProxyAsync();
        await client.SendAsync($"CONNECT {authority} HTTP/1.1\r\nHost: db.example.com\r\n\r\n");

        Assert.Equal(400, (await client.ReadResponseAsync("CONNECT")).Status);
        Assert.Equal(0, upstream.Connections);
    }

    [Fact]
    public async Task Connect_SniOfAnotherHost_NeverReachesTheUpstream()
    {
        using var authority = new TestAuthority();
        await using var upstream = TlsServer.Start(authority, "secure.example.com", "other.example.com");
        await using var scene = await Scene.StartAsync(PolicyText.Service("secure.example.com", 443, "HTTPS", upstream.EndPoint));
        var (client, answer) = await RawClient.ConnectThroughAsync(scene.Proxy, "secure.example.com:443");
        await using var _ = client;
        Assert.Equal(200, answer.Status);

        await Assert.ThrowsAnyAsync<Exception>(() => RawClient.StartTlsAsync(client, "other.example.com", authority));

        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task Connect_UpstreamThatRefuses_IsAnErrorNotATunnel()
    {
        var upstream = RawServer.Start();
        var endpoint = upstream.EndPoint;
        await upstream.DisposeAsync();
        await using var scene = await Scene.StartAsync(PolicyText.Service("db.example.com", 5432, "TCP", endpoint));

        var (client, answer) = await RawClient.ConnectThroughAsync(scene.Proxy, "db.example.com:5432");
        await using var _ = client;

        Assert.Equal(503, answer.Status);
    }

    [Fact]
    public async Task Curl_HttpsThroughTheProxy_Works()
    {
        Assert.SkipUnless(Curl.Exists, Curl.Absent);
        using var authority = new TestAuthority();
        await using var upstream = TlsServer.Start(authority, "secure.example.com");
        await using var scene = await Scene.StartAsync(PolicyText.Service("secure.example.com", 443, "HTTPS", upstream.EndPoint));

        var result = await Curl.ThroughAsync(scene.Proxy, "--cacert", authority.WriteCertificate(scene.Folder), "https://secure.example.com/curl");

        Assert.Equal("hello from secure.example.com\n", result.Output);
    }
}
