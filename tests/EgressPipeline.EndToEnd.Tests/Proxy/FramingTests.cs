using System.Text;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Proxy;

public sealed class FramingTests
{
    private const string Host = "raw.example.com";

    [Fact]
    public async Task ChunkedResponse_WithTrailers_ArrivesWhole()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint);
        await using var client = await scene.ConnectProxyAsync();
        await client.SendAsync($"GET http://{Host}/chunked/1000 HTTP/1.1\r\nHost: {Host}\r\nTE: trailers\r\n\r\n");

        var answer = await client.ReadResponseAsync();

        Assert.Equal(7000, answer.Body.Length);
        Assert.Equal("x-chunks: 1000\r\n", answer.Trailers);
    }

    [Fact]
    public async Task ChunkedRequest_WithTrailers_ArrivesWhole()
    {
        await using var upstream = RawServer.Start();
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint);
        await using var client = await scene.ConnectProxyAsync();
        await client.SendAsync($"POST http://{Host}/t HTTP/1.1\r\nHost: {Host}\r\nTransfer-Encoding: chunked\r\nTrailer: x-sum\r\n\r\n5\r\nhello\r\n0\r\nx-sum: 5\r\n\r\n");

        await using var server = await upstream.AcceptAsync();
        var arrived = (await server.ReadRequestAsync())!;

        Assert.Equal("hello", arrived.Text);
        Assert.Equal("x-sum: 5\r\n", arrived.Trailers);
        Assert.Null(arrived.Header("Content-Length"));
    }

    [Theory, InlineData("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n", 200), InlineData("GET", "HTTP/1.1 204 No Content\r\n\r\n", 204), InlineData("GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 500\r\nETag: \"x\"\r\n\r\n", 304)]
    public async Task ResponseWithoutBody_NextRequestOnTheConnection_IsAnswered(string method, string first, int status)
    {
        await using var upstream = RawServer.Start();
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint);
        await using var client = await scene.ConnectProxyAsync();

        await client.SendAsync($"{method} http://{Host}/ HTTP/1.1\r\nHost: {Host}\r\n\r\n");
        await using var server = await upstream.AcceptAsync();
        await server.ReadRequestAsync();
        await server.SendAsync(first);
        Assert.Equal(status, (await client.ReadResponseAsync(method)).Status);

        await client.SendAsync($"GET http://{Host}/ HTTP/1.1\r\nHost: {Host}\r\n\r\n");
        await server.ReadRequestAsync();
        await server.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnext");
        Assert.Equal("next", (await client.ReadResponseAsync()).Text);
    }

    [Fact]
    public async Task ExpectContinue_IsAskedOfTheUpstream()
    {
        await using var upstream = RawServer.Start();
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint);
        await using var client = await scene.ConnectProxyAsync();
        await client.SendAsync($"POST http://{Host}/ HTTP/1.1\r\nHost: {Host}\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");

        await using var server = await upstream.AcceptAsync();
        Assert.Contains("100-continue", await server.ReadHeadAsync(), StringComparison.OrdinalIgnoreCase);
        await server.SendAsync("HTTP/1.1 100 Continue\r\n\r\n");
        Assert.Equal(100, (await client.ReadResponseAsync()).Status);
        await client.SendAsync("hello");
        Assert.Equal("hello"u8.ToArray(), await server.ReadExactlyAsync(5));
        await server.SendAsync("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");

        Assert.Equal(201, (await client.ReadResponseAsync()).Status);
    }

    [Fact]
    public async Task ExpectContinue_FinalAnswerInstead_IsPassedOn()
    {
        await using var upstream = RawServer.Start();
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint);
        await using var client = await scene.ConnectProxyAsync();
        await client.SendAsync($"POST http://{Host}/ HTTP/1.1\r\nHost: {Host}\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");

        await using var server = await upstream.AcceptAsync();
        await server.ReadHeadAsync();
        await server.SendAsync("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        Assert.Equal(413, (await client.ReadResponseAsync()).Status);
    }

    [Fact]
    public async Task EarlyHints_AreForwardedBeforeTheAnswer()
    {
        await using var upstream = RawServer.Start();
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint);
        await using var client = await scene.ConnectProxyAsync();
        await client.SendAsync($"GET http://{Host}/ HTTP/1.1\r\nHost: {Host}\r\n\r\n");

        await using var server = await upstream.AcceptAsync();
        await server.ReadRequestAsync();
        await server.SendAsync("HTTP/1.1 103 Early Hints\r\nLink: </s.css>; rel=preload\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

        var hints = await client.ReadResponseAsync();
        Assert.Equal(103, hints.Status);
        Assert.Equal("</s.css>; rel=preload", hints.Header("Link"));
        Assert.Equal("ok", (await client.ReadResponseAsync()).Text);
    }

    [Fact]
    public async Task ResponseUntilClose_IsEndedByTheClose()
    {
        await using var upstream = RawServer.Start();
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint);
        await using var client = await scene.ConnectProxyAsync();
        await client.SendAsync($"GET http://{Host}/ HTTP/1.1\r\nHost: {Host}\r\n\r\n");

        var server = await upstream.AcceptAsync();
        await server.ReadRequestAsync();
        await server.SendAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil the end");
        await server.DisposeAsync();

        Assert.Equal("until the end", (await client.ReadResponseAsync()).Text);
    }

    [Fact]
    public async Task UpstreamEndsInsideTheBody_ClientSeesItCutOff()
    {
        await using var upstream = RawServer.Start();
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint);
        await using var client = await scene.ConnectProxyAsync();
        await client.SendAsync($"GET http://{Host}/ HTTP/1.1\r\nHost: {Host}\r\n\r\n");

        var server = await upstream.AcceptAsync();
        await server.ReadRequestAsync();
        await server.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this");
        await server.DisposeAsync();

        await client.ReadHeadAsync();
        var rest = Encoding.ASCII.GetString(await client.ReadToEndAsync());
        Assert.Equal("only this", rest);
    }

    [Fact]
    public async Task LargeBodies_BothWays_AreNotBufferedWhole()
    {
        const int size = 64 * 1024 * 1024;
        await using var upstream = RawServer.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.DrainAsync(size);
            await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {size}\r\n\r\n");
            var block = new byte[1 << 20];
            for (var i = 0; i < size / block.Length; i++)
                await connection.SendAsync(block);
        });
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint);
        await using var client = await scene.ConnectProxyAsync();
        var before = scene.Egress.ResidentBytes;

        await client.SendAsync($"POST http://{Host}/ HTTP/1.1\r\nHost: {Host}\r\nContent-Length: {size}\r\n\r\n");
        var piece = new byte[1 << 20];
        for (var i = 0; i < size / piece.Length; i++)
            await client.SendAsync(piece);
        await client.ReadHeadAsync();

        Assert.Equal(size, await client.DrainAsync(size));
        Assert.True(scene.Egress.ResidentBytes - before < size / 2, "a whole body was held in memory");
    }
}
