using EgressPipeline.EndToEnd.Tests.Proxy;
using EgressPipeline.Http.Http2;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Http2;

/// <summary>Clients that make work without asking for anything are told to calm down, and counted.</summary>
public sealed class Http2FloodTests(PlainScene scene) : IClassFixture<PlainScene>
{
    private const string Calm = "connection EnhanceYourCalm";

    [Theory]
    [InlineData(1000, "pong")]
    [InlineData(1001, Calm)]
    public async Task Resets_AtTheirBound_ArePatientlyTakenAndOneMoreIsNot(int count, string expected)
    {
        await using var client = await FrameClient.OpenAsync(scene.Outbound);
        var bytes = new List<byte>();
        for (var i = 0; i < count; i++)
        {
            bytes.AddRange(FrameClient.Frame(FrameType.Headers, 5, (2 * i) + 1, client.Request("/delay/5000")));
            bytes.AddRange(FrameClient.Frame(FrameType.RstStream, 0, (2 * i) + 1, 0, 0, 0, 8));
        }
        var before = await scene.Scene.MetricAsync("egress_http2_violations_total", "reset_flood");
        Assert.Equal(expected, await EndAsync(client, bytes));
        Assert.Equal(expected == Calm ? 1 : 0, await scene.Scene.MetricAsync("egress_http2_violations_total", "reset_flood") - before);
    }

    [Theory]
    [InlineData(100, 1001, FrameType.Ping, 0, 8)]
    [InlineData(10, 101, FrameType.Settings, 0, 0)]
    [InlineData(10, 10_001, FrameType.WindowUpdate, 0, 4)]
    [InlineData(10, 10_001, FrameType.Priority, 1, 5)]
    [InlineData(10, 1001, (FrameType)0x77, 0, 0)]
    public async Task Frames_BeyondTheirBound_EndTheConnection(int few, int many, FrameType type, int stream, int length)
    {
        var payload = new byte[length];
        if (length > 0)
            payload[^1] = type == FrameType.WindowUpdate ? (byte)1 : (byte)0;
        await using (var honest = await FrameClient.OpenAsync(scene.Outbound))
        {
            Assert.Equal("pong", await EndAsync(honest, Enumerable.Range(0, few).SelectMany(_ => FrameClient.Frame(type, 0, stream, payload))));
        }
        await using var client = await FrameClient.OpenAsync(scene.Outbound);
        Assert.Equal(Calm, await EndAsync(client, Enumerable.Range(0, many).SelectMany(_ => FrameClient.Frame(type, 0, stream, payload))));
    }

    [Fact]
    public async Task EmptyData_BeyondItsBound_EndsTheConnection()
    {
        await using var client = await FrameClient.OpenAsync(scene.Outbound);
        await client.SendAsync(FrameType.Headers, 4, 1, client.Request("/echo", "POST"));
        Assert.Equal(Calm, await EndAsync(client, Enumerable.Range(0, 1001).SelectMany(static _ => FrameClient.Frame(FrameType.Data, 0, 1))));
    }

    [Theory]
    [InlineData(16, "answer 200")]
    [InlineData(17, Calm)]
    public async Task Continuations_AtTheirBound_AreTakenAndOneMoreIsNot(int count, string expected)
    {
        await using var client = await FrameClient.OpenAsync(scene.Outbound);
        var block = client.Request();
        await client.SendAsync(FrameType.Headers, 1, 1, block);
        for (var i = 1; i <= count; i++)
            await client.SendAsync(FrameType.Continuation, i == count ? 4 : 0, 1);
        Assert.Equal(expected, await client.OutcomeAsync());
    }

    [Fact]
    public async Task FieldBlock_OfTooManyBytes_EndsTheConnection()
    {
        await using var client = await FrameClient.OpenAsync(scene.Outbound);
        await client.SendAsync(FrameType.Headers, 1, 1, new byte[16384]);
        for (var i = 0; i < 3; i++)
            await client.SendAsync(FrameType.Continuation, 0, 1, new byte[16384]);
        await client.SendAsync(FrameType.Continuation, 0, 1, 1);
        Assert.Equal(Calm, await client.OutcomeAsync());
    }

    [Fact]
    public async Task Fields_BeyondTheirLimits_AreAnsweredWith431AndTheConnectionGoesOn()
    {
        await using var client = await FrameClient.OpenAsync(scene.Outbound);
        await client.SendAsync(FrameType.Headers, 5, 1, [.. client.Request(), .. Enumerable.Repeat((byte)0x82, 200)]);
        Assert.Equal("answer 431", await client.OutcomeAsync());
        await client.GetAsync(3, "/bytes/2");
        Assert.Equal("bb", (await client.AnswerAsync(3)).Text);
    }

    [Theory]
    [InlineData(256, 0)]
    [InlineData(257, 1)]
    public async Task Streams_AtTheirBound_AreServedAndOneMoreIsRefusedSafely(int count, int refused)
    {
        await using var client = await FrameClient.OpenAsync(scene.Outbound);
        var bytes = new List<byte>();
        for (var i = 0; i < count; i++)
            bytes.AddRange(FrameClient.Frame(FrameType.Headers, 4, (2 * i) + 1, client.Request("/echo", "POST", "content-length: 1")));
        await client.SendAsync(bytes.ToArray());
        await client.SendAsync(FrameType.Ping, 0, 0, new byte[8]);
        Assert.Equal(refused == 0 ? "pong" : "stream RefusedStream", await client.OutcomeAsync());
        await client.SendAsync(FrameType.Data, 1, 1, (byte)'x');
        Assert.Equal("x", (await client.AnswerAsync(1)).Text);
    }

    [Theory]
    [InlineData(256 * 1024, "pong")]
    [InlineData((256 * 1024) + 1, "stream FlowControlError")]
    public async Task Data_AtTheWindow_IsTakenAndOneByteMoreIsNot(int bytes, string expected)
    {
        // The delay keeps the body from being read, so that nothing opens the window again.
        await using var delayed = await Scene.StartAsync(PolicyText.Service(PlainScene.Host, 80, "HTTP", scene.Upstream.EndPoint) + """

            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: slow, namespace: default }
            spec:
              hosts: [api.example.com]
              http:
              - fault: { delay: { percentage: { value: 100 }, fixedDelay: 60s } }
                route: [{ destination: { host: api.example.com } }]
            """);
        await using var client = await FrameClient.OpenAsync(delayed.Outbound);
        await client.SendAsync(FrameType.Headers, 4, 1, client.Request("/echo", "POST", "content-length: 100000000"));
        for (var left = bytes; left > 0; left -= 16384)
            await client.SendAsync(FrameType.Data, 0, 1, new byte[Math.Min(left, 16384)]);
        await client.SendAsync(FrameType.Ping, 0, 0, new byte[8]);
        Assert.Equal(expected, await client.OutcomeAsync());
    }

    /// <summary>Sends the bytes and an own PING: "pong" when that is answered, what the connection was ended with otherwise.</summary>
    private static async Task<string> EndAsync(FrameClient client, params IEnumerable<byte> bytes)
    {
        byte[] last = [1, 2, 3, 4, 5, 6, 7, 8];
        var sending = client.SendAsync((byte[])[.. bytes, .. FrameClient.Frame(FrameType.Ping, 0, 0, last)]);
        var outcome = "closed";
        while (outcome == "closed" && await client.ReadAsync() is { } frame)
        {
            if (frame.Header.Type == FrameType.GoAway)
                outcome = $"connection {FrameReader.ReadErrorCode(frame.Payload.AsSpan(4))}";
            else if (frame.Header.Type == FrameType.Ping && frame.Payload.SequenceEqual(last))
                outcome = "pong";
        }
        await sending.ContinueWith(static _ => { }, TaskScheduler.Default); // the sidecar may have closed while the rest was being sent
        return outcome;
    }
}
