using System.Text;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Robustness;

/// <summary>Sides that say nothing, stop in the middle or leave: each costs its own call and nothing else.</summary>
public sealed class StallTests
{
    private const string Host = "api.example.com";
    private const string Request = $"GET http://{Host}/ HTTP/1.1\r\nHost: {Host}\r\n\r\n";

    [Fact]
    public async Task Service_NeverAnswers_EndsWith504AfterTheStreamIdleTime()
    {
        await using var upstream = RawServer.Start(async connection => await connection.ReadToEndAsync());
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint, "--stream-idle-timeout", "1s");

        var answer = await scene.GetAsync($"http://{Host}/");

        Assert.Equal(504, answer.Status);
        Assert.Equal(1, await scene.MetricAsync("egress_limits_hit_total", "stream_idle"));
    }

    [Fact]
    public async Task Service_StopsInTheMiddleOfItsAnswer_ClientSeesAnIncompleteMessage()
    {
        await using var upstream = RawServer.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf");
            await connection.ReadToEndAsync();
        });
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint, "--stream-idle-timeout", "1s");
        await using var client = await scene.ConnectProxyAsync();
        await client.SendAsync(Request);

        await client.ReadToEndAsync();

        Assert.EndsWith("half", client.ReceivedText, StringComparison.Ordinal);
        Assert.True(client.WasReset, "an orderly end would pass a cut-off answer off as a whole one");
    }

    [Fact]
    public async Task Client_Leaves_ServiceIsToldByTheEndOfItsConnection()
    {
        await using var upstream = RawServer.Start();
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint);
        var client = await scene.ConnectProxyAsync();
        await client.SendAsync(Request);
        await using var served = await upstream.AcceptAsync();
        await served.ReadHeadAsync();

        await client.DisposeAsync();

        Assert.Empty(Encoding.Latin1.GetString(await served.ReadToEndAsync()).Trim());
        var record = await scene.RecordAsync("\"response_flags\":\"DC\"");
        Assert.Contains(Host, record, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_EndsItsSendingSideFirst_StillGetsItsAnswer()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint);
        await using var client = await scene.ConnectProxyAsync();
        await client.SendAsync(Request);
        client.ShutdownSend();

        Assert.Equal(200, (await client.ReadResponseAsync()).Status);
    }

    [Fact]
    public async Task Service_SwitchesProtocolsUnasked_Is502()
    {
        await using var upstream = RawServer.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.SendAsync("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: other\r\n\r\n");
            await connection.ReadToEndAsync();
        });
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint);

        Assert.Equal(502, (await scene.GetAsync($"http://{Host}/")).Status);
    }

    [Fact]
    public async Task Tunnel_HostInsideDiffersFromTheAuthorizedOne_Is421AndNeverForwarded()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint);
        var (tunnel, answer) = await RawClient.ConnectThroughAsync(scene.Proxy, Host + ":80");
        await using (tunnel)
        {
            Assert.Equal(200, answer.Status);
            await tunnel.SendAsync("GET / HTTP/1.1\r\nHost: other.example.com\r\n\r\n");
            Assert.Equal(421, (await tunnel.ReadResponseAsync()).Status);
        }
        Assert.Empty(upstream.Requests);
    }
}
