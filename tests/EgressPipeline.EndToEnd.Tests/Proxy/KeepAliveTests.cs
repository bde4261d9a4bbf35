using System.Text;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Proxy;

public sealed class KeepAliveTests(PlainScene scene) : IClassFixture<PlainScene>
{
    private const string Get = "GET http://api.example.com/keep HTTP/1.1\r\nHost: api.example.com\r\n\r\n";

    [Fact]
    public async Task ManyRequests_OnOneConnection_UseOneUpstreamConnection()
    {
        await using var client = await scene.Scene.ConnectProxyAsync();
        for (var i = 0; i < 50; i++)
        {
            await client.SendAsync(Get);
            Assert.Equal(200, (await client.ReadResponseAsync()).Status);
        }

        var used = scene.Upstream.Requests.Where(r => r.Message.Target == "/keep").Select(r => r.Connection).Distinct();
        Assert.InRange(used.Count(), 1, 2);
    }

    [Fact]
    public async Task PipelinedRequests_AreAnsweredInOrder()
    {
        await using var client = await scene.Scene.ConnectProxyAsync();
        var requests = new StringBuilder();
        for (var i = 0; i < 20; i++)
            requests.Append($"POST http://api.example.com/echo HTTP/1.1\r\nHost: api.example.com\r\nContent-Length: 3\r\n\r\n{i:000}");

        await client.SendAsync(requests.ToString());

        for (var i = 0; i < 20; i++)
            Assert.Equal($"{i:000}", (await client.ReadResponseAsync()).Text);
    }

    [Theory, InlineData(1), InlineData(3), InlineData(7)]
    public async Task Request_InSmallSegments_IsTheSameRequest(int size)
    {
        await using var client = await scene.Scene.ConnectProxyAsync();

        await client.SendInPiecesAsync("POST http://api.example.com/echo HTTP/1.1\r\nHost: api.example.com\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nslow\r\n6;x=y\r\n bytes\r\n0\r\n\r\n", size);

        Assert.Equal("slow bytes", (await client.ReadResponseAsync()).Text);
    }

    [Fact]
    public async Task ConnectionClose_OfTheClient_EndsAfterTheAnswer()
    {
        await using var client = await scene.Scene.ConnectProxyAsync();
        await client.SendAsync("GET http://api.example.com/ HTTP/1.1\r\nHost: api.example.com\r\nConnection: close\r\n\r\n");

        Assert.Equal(200, (await client.ReadResponseAsync()).Status);
        Assert.Empty(await client.ReadToEndAsync());
    }

    [Fact]
    public async Task ConnectionClose_OfTheUpstream_DoesNotEndTheClients()
    {
        await using var client = await scene.Scene.ConnectProxyAsync();
        await client.SendAsync("GET http://api.example.com/close HTTP/1.1\r\nHost: api.example.com\r\n\r\n");
        Assert.Equal(200, (await client.ReadResponseAsync()).Status);

        await client.SendAsync(Get);

        Assert.Equal(200, (await client.ReadResponseAsync()).Status);
    }

    [Fact]
    public async Task RefusedRequest_OnAKeptConnection_LeavesItUsable()
    {
        await using var client = await scene.Scene.ConnectProxyAsync();
        await client.SendAsync("GET http://unknown.example.net/ HTTP/1.1\r\nHost: unknown.example.net\r\n\r\n");
        Assert.Equal(502, (await client.ReadResponseAsync()).Status);

        await client.SendAsync(Get);

        Assert.Equal(200, (await client.ReadResponseAsync()).Status);
    }

    [Fact]
    public async Task Http10_WithoutKeepAlive_IsAnsweredAndClosed()
    {
        await using var client = await scene.Scene.ConnectProxyAsync();
        await client.SendAsync("GET http://api.example.com/chunked/3 HTTP/1.0\r\nHost: api.example.com\r\n\r\n");

        var answer = await client.ReadResponseAsync();

        Assert.Null(answer.Header("Transfer-Encoding"));
        Assert.Equal("chunk 0chunk 1chunk 2", answer.Text);
    }
}
