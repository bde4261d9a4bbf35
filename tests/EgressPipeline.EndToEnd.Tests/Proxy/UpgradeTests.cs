using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Proxy;

public sealed class UpgradeTests
{
    private const string Host = "ws.example.com";
    private const string Upgrade = $"GET http://{Host}/chat HTTP/1.1\r\nHost: {Host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    private const string Switching = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

    [Fact]
    public async Task WebSocket_FramesBothWays_CloseFramesIncluded()
    {
        await using var upstream = RawServer.Start();
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint);
        await using var client = await scene.ConnectProxyAsync();
        await client.SendAsync(Upgrade);
        await using var server = await upstream.AcceptAsync();
        var request = (await server.ReadRequestAsync())!;
        Assert.Equal("websocket", request.Header("Upgrade"));
        Assert.Equal("Upgrade", request.Header("Connection"), ignoreCase: true);

        await server.SendAsync(Switching);
        var answer = await client.ReadResponseAsync();
        Assert.Equal(101, answer.Status);
        Assert.Equal("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", answer.Header("Sec-WebSocket-Accept"));

        byte[] text = [0x81, 0x85, 1, 2, 3, 4, (byte)('h' ^ 1), (byte)('e' ^ 2), (byte)('l' ^ 3), (byte)('l' ^ 4), (byte)('o' ^ 1)];
        await client.SendAsync(text);
        Assert.Equal(text, await server.ReadExactlyAsync(text.Length));
        byte[] close = [0x88, 0x02, 0x03, 0xE8];
        await server.SendAsync(close);
        Assert.Equal(close, await client.ReadExactlyAsync(close.Length));
        byte[] closeBack = [0x88, 0x82, 0, 0, 0, 0, 0x03, 0xE8];
        await client.SendAsync(closeBack);
        Assert.Equal(closeBack, await server.ReadExactlyAsync(closeBack.Length));
        server.ShutdownSend();

        Assert.Empty(await client.ReadToEndAsync());
    }

    [Fact]
    public async Task WebSocket_FrameInTheSegmentOfThe101_IsNotLost()
    {
        await using var upstream = RawServer.Start();
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint);
        await using var client = await scene.ConnectProxyAsync();
        await client.SendAsync(Upgrade);
        await using var server = await upstream.AcceptAsync();
        await server.ReadRequestAsync();

        await server.SendAsync(Switching + "early");

        Assert.Equal(101, (await client.ReadResponseAsync()).Status);
        Assert.Equal("early"u8.ToArray(), await client.ReadExactlyAsync(5));
    }

    [Fact]
    public async Task Upgrade_Declined_IsAnOrdinaryExchange()
    {
        await using var upstream = RawServer.Start();
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint);
        await using var client = await scene.ConnectProxyAsync();
        await client.SendAsync(Upgrade);
        await using var server = await upstream.AcceptAsync();
        await server.ReadRequestAsync();
        await server.SendAsync("HTTP/1.1 426 Upgrade Required\r\nContent-Length: 2\r\n\r\nno");

        Assert.Equal("no", (await client.ReadResponseAsync()).Text);
    }
}
