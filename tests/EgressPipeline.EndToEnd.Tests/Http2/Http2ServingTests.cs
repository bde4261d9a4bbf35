using EgressPipeline.EndToEnd.Tests.Proxy;
using EgressPipeline.Http.Http2;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Http2;

public sealed class Http2ServingTests(PlainScene scene) : IClassFixture<PlainScene>
{
    [Fact]
    public async Task Request_OnEitherListener_IsServedLikeAnyOther()
    {
        foreach (var listener in new[] { scene.Outbound, scene.Proxy })
        {
            await using var client = await FrameClient.OpenAsync(listener);
            await client.GetAsync(1, "/head?a=b", "x-custom: 1", "cookie: a=1", "cookie: b=2");
            var answer = await client.AnswerAsync(1);
            Assert.Equal(200, answer.Status);
            Assert.Contains("via: 1.1 egress", answer.Fields);
            Assert.StartsWith("GET /head?a=b HTTP/1.1\r\nhost: api.example.com\r\n", answer.Text, StringComparison.Ordinal);
            Assert.Contains("x-custom: 1\r\n", answer.Text, StringComparison.Ordinal);
            Assert.Contains("cookie: a=1; b=2\r\n", answer.Text, StringComparison.Ordinal);
        }
        var record = await scene.Scene.RecordAsync("/head?a=b");
        Assert.Contains("\"protocol\":\"HTTP/2\"", record, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_InsideATunnel_IsServedForItsHostOnly()
    {
        var (connection, answer) = await RawClient.ConnectThroughAsync(scene.Proxy, "api.example.com:80");
        Assert.Equal(200, answer.Status);
        await connection.SendAsync((byte[])[.. FrameReader.Preface, .. FrameClient.Frame(FrameType.Settings, 0, 0)]);
        await using var client = FrameClient.On(connection);
        await client.GetAsync(1, "/bytes/3");
        Assert.Equal("bbb", (await client.AnswerAsync(1)).Text);
        await client.SendAsync(FrameType.Headers, 5, 3, client.Block(":method: GET", ":scheme: http", ":path: /", ":authority: other.example.com"));
        Assert.Equal(421, (await client.AnswerAsync(3)).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("content-length: 12")]
    public async Task Body_OfSeveralFrames_ReachesTheService(string length)
    {
        await using var client = await FrameClient.OpenAsync(scene.Outbound);
        await client.SendAsync(FrameType.Headers, 4, 1, length.Length > 0 ? client.Request("/echo", "POST", length) : client.Request("/echo", "POST"));
        await client.SendAsync(FrameType.Data, 0, 1, "hello "u8.ToArray());
        await client.SendAsync(FrameType.Data, 8, 1, [3, .. "wor"u8, 0, 0, 0]);
        await client.SendAsync(FrameType.Data, 1, 1, "ld!"u8.ToArray());
        Assert.Equal("hello world!", (await client.AnswerAsync(1)).Text);
    }

    [Fact]
    public async Task Trailers_OfTheRequestAndTheAnswer_ArePassedOn()
    {
        await using var client = await FrameClient.OpenAsync(scene.Outbound);
        await client.SendAsync(FrameType.Headers, 4, 1, client.Request("/chunked/3", "POST"));
        await client.SendAsync(FrameType.Data, 0, 1, "body"u8.ToArray());
        await client.SendAsync(FrameType.Headers, 5, 1, client.Block("x-check: 7"));
        var answer = await client.AnswerAsync(1);
        Assert.Equal("chunk 0chunk 1chunk 2", answer.Text);
        Assert.Equal(["x-chunks: 3"], answer.Trailers);
        var request = scene.Upstream.Requests.Last(static r => r.Message.Target == "/chunked/3");
        Assert.Contains("x-check: 7", request.Message.Trailers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Streams_Together_AreServedAtOnceAndInTheirOrderOfAnswering()
    {
        await using var client = await FrameClient.OpenAsync(scene.Outbound);
        await client.GetAsync(1, "/delay/400");
        await client.GetAsync(3, "/bytes/10");
        var first = await client.ReadAsync(FrameType.Headers);
        Assert.Equal(3, first.Header.StreamId);
    }

    [Fact]
    public async Task ManyRequests_OnOneConnection_ReuseTheirUpstreamConnections()
    {
        await using var client = await FrameClient.OpenAsync(scene.Outbound);
        for (var i = 0; i < 200; i++)
        {
            await client.GetAsync((2 * i) + 1, "/many");
            Assert.Equal(200, (await client.AnswerAsync((2 * i) + 1)).Status);
        }
        Assert.InRange(scene.Upstream.Requests.Where(static r => r.Message.Target == "/many").Select(static r => r.Connection).Distinct().Count(), 1, 3);
    }

    [Fact]
    public async Task Answer_LargerThanTheWindows_WaitsForThem()
    {
        await using var client = await FrameClient.OpenAsync(scene.Outbound, (Http2Setting.InitialWindowSize, 10));
        await client.GetAsync(1, "/bytes/25");
        Assert.Equal(10, (await client.ReadAsync(FrameType.Data)).Header.Length);
        await client.SendAsync(FrameType.Ping, 0, 0, new byte[8]);
        Assert.Equal("pong", await client.OutcomeAsync()); // nothing more came before it
        await client.WindowAsync(1, 14);
        Assert.Equal(14, (await client.ReadAsync(FrameType.Data)).Header.Length);
        await client.WindowAsync(1, 5);
        var last = await client.ReadAsync(FrameType.Data);
        Assert.Equal((1, true), (last.Header.Length, last.Header.Has(FrameFlags.EndStream)));
    }

    [Fact]
    public async Task ChunkedAnswer_WithoutWindow_StillEndsWhenItsDataIsOut()
    {
        await using var client = await FrameClient.OpenAsync(scene.Outbound, (Http2Setting.InitialWindowSize, 14));
        await client.GetAsync(1, "/chunked/2"); // exactly 14 bytes of body
        Assert.Equal("chunk 0chunk 1", (await client.AnswerAsync(1, opensWindows: false)).Text);
    }

    [Fact]
    public async Task LargeAnswers_OnManyStreams_AllArriveWhole()
    {
        await using var client = await FrameClient.OpenAsync(scene.Outbound);
        for (var i = 0; i < 8; i++)
            await client.GetAsync((2 * i) + 1, "/bytes/300000");
        var sizes = new Dictionary<int, int>();
        for (var ended = 0; ended < 8;)
        {
            var (header, payload) = await client.ReadAsync(FrameType.Data);
            sizes[header.StreamId] = sizes.GetValueOrDefault(header.StreamId) + payload.Length;
            ended += header.Has(FrameFlags.EndStream) ? 1 : 0;
            if (payload.Length == 0)
                continue;
            await client.WindowAsync(0, payload.Length);
            if (!header.Has(FrameFlags.EndStream))
                await client.WindowAsync(header.StreamId, payload.Length);
        }
        Assert.All(sizes.Values, static size => Assert.Equal(300_000, size));
        Assert.Equal(8, sizes.Count);
    }

    [Fact]
    public async Task Reset_OfTheClient_EndsTheCallAtTheService()
    {
        await using var client = await FrameClient.OpenAsync(scene.Outbound);
        await client.GetAsync(1, "/delay/30000?reset");
        await Deadline.UntilAsync(() => scene.Upstream.Requests.Any(static r => r.Message.Target == "/delay/30000?reset"), "the request to arrive");
        await client.SendAsync(FrameType.RstStream, 0, 1, 0, 0, 0, 8);
        var record = await scene.Scene.RecordAsync("/delay/30000?reset");
        Assert.Contains("\"response_flags\":\"DC\"", record, StringComparison.Ordinal);
        await client.GetAsync(3, "/bytes/1");
        Assert.Equal("b", (await client.AnswerAsync(3)).Text);
    }

    [Fact]
    public async Task Service_ThatResetsWithinItsAnswer_ResetsTheStreamOnly()
    {
        await using var server = RawServer.Start(static async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart");
            connection.Reset();
        });
        await using var own = await Scene.StartHttpAsync(PlainScene.Host, server.EndPoint);
        await using var client = await FrameClient.OpenAsync(own.Outbound);
        await client.GetAsync(1);
        Assert.Equal(Http2ErrorCode.InternalError, (await client.AnswerAsync(1)).Reset);
        await client.SendAsync(FrameType.Ping, 0, 0, new byte[8]);
        Assert.Equal("pong", await client.OutcomeAsync());
    }

    [Fact]
    public async Task Answer_BeforeTheRequestEnded_EndsTheStreamWithoutAnError()
    {
        await using var client = await FrameClient.OpenAsync(scene.Outbound);
        await client.SendAsync(FrameType.Headers, 4, 1, client.Block(":method: POST", ":scheme: http", ":path: /", ":authority: unknown.example.com"));
        var answer = await client.AnswerAsync(1);
        Assert.Equal(502, answer.Status);
        Assert.Contains(answer.Fields, static field => field.StartsWith("x-egress-decision: ", StringComparison.Ordinal));
        Assert.DoesNotContain(answer.Fields, static field => field.StartsWith("connection", StringComparison.Ordinal));
        Assert.Equal("stream NoError", await client.OutcomeAsync());
        await client.SendAsync(FrameType.Data, 1, 1, 1); // was on its way
        await client.GetAsync(3, "/bytes/1");
        Assert.Equal("b", (await client.AnswerAsync(3)).Text);
    }

    public static TheoryData<string[]> Smuggling => new()
    {
        (string[])[":path: /", "x-a: b\r\nx-evil: 1"],
        (string[])[":path: /", "x-a: b\nx-evil: 1"],
        (string[])[":path: /", "x-a: b\0"],
        (string[])[":path: / HTTP/1.1\r\nx-evil: 1\r\n\r\nGET /"],
        (string[])[":path: /a b"],
        (string[])[":path: /#f"],
        (string[])[":path: http://other.example.com/"],
        (string[])[":path: /", "x-a\r\nx-evil: 1"],
        (string[])[":path: /", "x a: 1"],
        (string[])[":path: /", "host: other.example.com"],
        (string[])[":path: /", "content-length: 1", "content-length: 2"],
        (string[])[":path: /", "content-length: +1"],
        (string[])[":path: /", "content-length: 1, 1"],
        (string[])[":path: /", "transfer-encoding: chunked"],
        (string[])[":path: /", "upgrade: h2c"],
        (string[])[":path: /", "proxy-connection: keep-alive"],
        (string[])[":path: /", "keep-alive: 1"],
        (string[])[":path: /", "x-a:  leading"],
        (string[])[":path: /", "x-a: trailing "],
    };

    [Theory]
    [MemberData(nameof(Smuggling))]
    public async Task Fields_ThatWouldSmuggle_NeverReachTheService(string[] fields)
    {
        var before = scene.Upstream.Requests.Count;
        await using var client = await FrameClient.OpenAsync(scene.Outbound);
        await client.SendAsync(FrameType.Headers, 5, 1, client.Block([":method: POST", ":scheme: http", ":authority: api.example.com", .. fields]));
        Assert.Equal("stream ProtocolError", await client.OutcomeAsync());
        Assert.Equal(before, scene.Upstream.Requests.Count);
    }

    [Theory]
    [InlineData("user@api.example.com")]
    [InlineData("api.example.com/")]
    [InlineData("")]
    public async Task Authority_ThatIsNoHost_EndsTheStream(string authority)
    {
        await using var client = await FrameClient.OpenAsync(scene.Outbound);
        await client.SendAsync(FrameType.Headers, 5, 1, client.Block(":method: GET", ":scheme: http", ":path: /", $":authority: {authority}"));
        Assert.Equal("stream ProtocolError", await client.OutcomeAsync());
    }

    [Fact]
    public async Task Drain_EndsWithGoAwayAfterTheLastAnswer()
    {
        await using var own = await Scene.StartAsync(PolicyText.Service(PlainScene.Host, 80, "HTTP", scene.Upstream.EndPoint), "--drain", "0s");
        await using var client = await FrameClient.OpenAsync(own.Outbound);
        await client.GetAsync(1, "/delay/1000?drain");
        await Deadline.UntilAsync(() => scene.Upstream.Requests.Any(static r => r.Message.Target == "/delay/1000?drain"), "the request to arrive");
        own.Egress.Terminate();
        var goAway = await client.ReadAsync(FrameType.GoAway);
        Assert.Equal(Http2ErrorCode.NoError, FrameReader.ReadErrorCode(goAway.Payload.AsSpan(4)));
        Assert.Equal("late\n", (await client.AnswerAsync(1)).Text);
        Assert.Empty(await client.Connection.ReadToEndAsync());
    }
}
