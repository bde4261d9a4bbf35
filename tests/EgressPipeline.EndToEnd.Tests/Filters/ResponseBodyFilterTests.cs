using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Filters;

/// <summary>Filters that read response bodies, in every way of asking for them and every framing.</summary>
public sealed class ResponseBodyFilterTests
{
    private const string Host = FilterScene.Host;

    private static Task<Scene> StartAsync(SimpleHttpServer upstream) => FilterScene.StartAsync(upstream.EndPoint, FilterScene.Binding("lab"));

    private static string Request(string lab, string path = "/", string version = "1.1") => $"GET http://{Host}{path} HTTP/{version}\r\nHost: {Host}\r\nx-lab-response: {lab}\r\n\r\n";

    [Theory]
    [InlineData("observe", "hello!", "6", null)]
    [InlineData("refuse:6", "HELLO!!", "7", "6 True")]
    [InlineData("pass:5", "hello!", "6", null)]
    [InlineData("prefix:4", "HELLo!", "6", "4 False")] // all of it came at once: its length is known
    [InlineData("transform", "HELLO!!", "7", null)]
    [InlineData("rewrite", "HELLO!", "6", null)]
    public async Task Body_WithALength_ArrivesAsTheFilterSays(string lab, string arrives, string? length, string? saw)
    {
        await using var upstream = SimpleHttpServer.Start();
        upstream.Respond = _ => new SimpleResponse(200, "hello!");
        await using var scene = await StartAsync(upstream);
        await using var client = await scene.ConnectProxyAsync();
        for (var i = 0; i < 2; i++) // the connections stay usable on both sides
        {
            await client.SendAsync(Request(lab));
            var answer = await client.ReadResponseAsync();
            Assert.Equal(arrives, answer.Text);
            Assert.Equal(length, answer.Header("content-length"));
            Assert.Equal(saw, answer.Header("x-lab-saw"));
        }
        Assert.Equal(1, upstream.Connections);
    }

    [Theory]
    [InlineData("observe", "chunk 0")]
    [InlineData("transform", "CHUNK 0")]
    [InlineData("rewrite", "CHUNK 0")]
    [InlineData("refuse:1000", "CHUNK 0")]
    public async Task ChunkedBody_ReadByAFilter_KeepsItsTrailers(string lab, string begins)
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream);
        await using var client = await scene.ConnectProxyAsync();
        await client.SendAsync(Request(lab, "/chunked/20"));

        var answer = await client.ReadResponseAsync();

        Assert.StartsWith(begins, answer.Text, StringComparison.Ordinal);
        Assert.Equal(140, answer.Body.Length);
        Assert.Equal("x-chunks: 20\r\n", answer.Trailers);
    }

    [Fact]
    public async Task TransformedBody_ForAnOldClient_EndsWithTheConnection()
    {
        await using var upstream = SimpleHttpServer.Start();
        upstream.Respond = _ => new SimpleResponse(200, "hello!");
        await using var scene = await StartAsync(upstream);
        await using var client = await scene.ConnectProxyAsync();
        await client.SendAsync(Request("transform", version: "1.0"));

        await client.ReadToEndAsync();

        Assert.EndsWith("\r\n\r\nHELLO!!", client.ReceivedText, StringComparison.Ordinal);
        Assert.DoesNotContain("chunked", client.ReceivedText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_OverTheBoundOfARefusingFilter_IsReplacedByARefusal()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream);

        Assert.Equal(502, (await scene.SendAsync(Request("refuse:99", "/bytes/100"))).Status);
        Assert.Equal(502, (await scene.SendAsync(Request("refuse:99", "/chunked/20"))).Status);
        Assert.Equal(200, (await scene.SendAsync(Request("refuse:100", "/bytes/100"))).Status);
    }

    [Fact]
    public async Task BufferedBody_ThatAFilterRefuses_NeverReachesTheClient()
    {
        await using var upstream = SimpleHttpServer.Start();
        upstream.Respond = _ => new SimpleResponse(200, "forbidden");
        await using var scene = await StartAsync(upstream);

        var answer = await scene.SendAsync(Request("refuse:100"));

        Assert.Equal(403, answer.Status);
        Assert.DoesNotContain("\"forbidden\"", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("observe")]
    [InlineData("transform")]
    [InlineData("rewrite")]
    public async Task StreamedBody_ThatAFilterRefusesInItsFirstPiece_IsReplaced(string lab)
    {
        await using var upstream = SimpleHttpServer.Start();
        upstream.Respond = _ => new SimpleResponse(200, "forbidden");
        await using var scene = await StartAsync(upstream);
        await using var client = await scene.ConnectProxyAsync();
        await client.SendAsync(Request(lab));

        var answer = await client.ReadResponseAsync();

        Assert.Equal((403, "FilterBinding/default/lab"), (answer.Status, answer.Header("x-egress-decision")));
        upstream.Respond = null;
        await client.SendAsync(Request(lab));
        Assert.Equal(200, (await client.ReadResponseAsync()).Status);
    }

    [Theory]
    [InlineData("rewrite:1")]
    [InlineData("rewrite:-1")]
    public async Task RewrittenBody_OfAnotherLength_CutsTheClient(string lab)
    {
        await using var upstream = RawServer.Start();
        await using var scene = await FilterScene.StartAsync(upstream.EndPoint, FilterScene.Binding("lab", "failureMode: open"));
        await using var client = await scene.ConnectProxyAsync();
        await client.SendAsync(Request(lab));
        await using var server = await upstream.AcceptAsync();
        await server.ReadHeadAsync();
        await server.SendAsync("HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nhel");
        await client.ReadThroughAsync("HE");
        await server.SendAsync("lo!");

        await client.ReadToEndAsync();

        Assert.True(client.WasReset);
        Assert.DoesNotContain("LO", client.ReceivedText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StreamedBody_ThatAFilterRefusesLate_CutsTheClient()
    {
        await using var upstream = RawServer.Start();
        await using var scene = await FilterScene.StartAsync(upstream.EndPoint, FilterScene.Binding("lab"));
        await using var client = await scene.ConnectProxyAsync();
        await client.SendAsync(Request("observe"));
        await using var server = await upstream.AcceptAsync();
        await server.ReadHeadAsync();
        await server.SendAsync("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nharmless");
        await client.ReadThroughAsync("harmless");
        await server.SendAsync("forbidden");

        await client.ReadToEndAsync();

        Assert.True(client.WasReset);
        Assert.DoesNotContain("forbidden", client.ReceivedText, StringComparison.Ordinal);
        await scene.RecordAsync("filter{lab}");
    }

    [Fact]
    public async Task EventStream_Observed_ArrivesEventByEvent()
    {
        await using var upstream = RawServer.Start();
        await using var scene = await FilterScene.StartAsync(upstream.EndPoint, FilterScene.Binding("lab"));
        await using var client = await scene.ConnectProxyAsync();
        await client.SendAsync(Request("transform"));
        await using var server = await upstream.AcceptAsync();
        await server.ReadHeadAsync();
        await server.SendAsync("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n");
        await client.ReadHeadAsync();
        foreach (var word in (string[])["one", "two"])
        {
            await server.SendAsync($"3\r\n{word}\r\n");
            await client.ReadThroughAsync(word.ToUpperInvariant());
        }
    }

    [Theory]
    [InlineData("transform", 20)]
    [InlineData("refuse:1000", 0)]
    public async Task ServiceThatIsCutOff_IsNoWholeAnswer(string lab, int received)
    {
        await using var upstream = RawServer.Start();
        await using var scene = await FilterScene.StartAsync(upstream.EndPoint, FilterScene.Binding("lab"));
        await using var client = await scene.ConnectProxyAsync();
        await client.SendAsync(Request(lab));
        await using (var server = await upstream.AcceptAsync())
        {
            await server.ReadHeadAsync();
            await server.SendAsync("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n" + new string('a', 20));
            if (received > 0)
                await client.ReadThroughAsync(new string('A', received));
        }
        if (received > 0)
        {
            await client.ReadToEndAsync();
            Assert.DoesNotContain("0\r\n\r\n", client.ReceivedText, StringComparison.Ordinal);
            Assert.True(client.WasReset);
            return;
        }
        Assert.Equal(503, (await client.ReadResponseAsync()).Status);
    }

    [Fact]
    public async Task AnswerWithoutBody_ReadByAFilter_KeepsItsLength()
    {
        await using var upstream = SimpleHttpServer.Start();
        upstream.Respond = _ => new SimpleResponse(200, "hello!");
        await using var scene = await StartAsync(upstream);
        await using var client = await scene.ConnectProxyAsync();
        await client.SendAsync($"HEAD http://{Host}/ HTTP/1.1\r\nHost: {Host}\r\nx-lab-response: transform\r\n\r\n");

        var head = await client.ReadHeadAsync();

        Assert.Contains("Content-Length: 6", head, StringComparison.OrdinalIgnoreCase);
        await client.SendAsync(Request("transform"));
        Assert.Equal("HELLO!!", (await client.ReadResponseAsync()).Text);
    }
}
