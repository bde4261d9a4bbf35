using EgressPipeline.EndToEnd.Tests.Proxy;
using EgressPipeline.Http.Http2;

namespace EgressPipeline.EndToEnd.Tests.Http2;

/// <summary>The cases of RFC 9113 that conformance tools try on servers: what is sent after the handshake, and what must come of it.</summary>
public sealed class Http2ConformanceTests(PlainScene scene) : IClassFixture<PlainScene>
{
    private const string Pong = "pong";
    private const FrameType Unknown = (FrameType)0x16;

    /// <summary>Name of a case, what must come of it, and what is done.</summary>
    private static readonly Dictionary<string, (string Outcome, Func<FrameClient, Task> Act)> Cases = new()
    {
        // §4.1 and §5.5
        ["an unknown type"] = (Pong, static c => c.SendAsync(Unknown, 0, 0, 1, 2, 3)),
        ["an unknown type on a stream"] = (Pong, static c => c.SendAsync(Unknown, 0xff, 7, 1)),
        ["undefined flags"] = (Pong, static c => c.SendAsync(FrameType.Ping, 0xfe, 0, new byte[8])),
        ["the reserved bit"] = (Pong, static c => c.SendAsync(new byte[] { 0, 0, 8, 6, 0, 0x80, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8 })),
        ["an unknown type within a field block"] = ("connection ProtocolError", static async c =>
        {
            await c.SendAsync(FrameType.Headers, 1, 1, c.Request());
            await c.SendAsync(Unknown, 0, 0);
        }),

        // §4.2
        ["DATA longer than the maximum"] = ("connection FrameSizeError", static async c =>
        {
            await c.SendAsync(FrameType.Headers, 4, 1, c.Request("/echo", "POST"));
            await c.SendAsync(FrameType.Data, 1, 1, new byte[16385]);
        }),
        ["HEADERS longer than the maximum"] = ("connection FrameSizeError", static c => c.SendAsync(FrameType.Headers, 5, 1, new byte[16385])),

        // §4.3 and §6.10
        ["fields that do not decode"] = ("connection CompressionError", static c => c.SendAsync(FrameType.Headers, 5, 1, 0x82, 0x84, 0x80)),
        ["DATA within a field block"] = ("connection ProtocolError", static async c =>
        {
            await c.SendAsync(FrameType.Headers, 1, 1, c.Request());
            await c.SendAsync(FrameType.Data, 1, 1, 1);
        }),
        ["HEADERS of another stream within a field block"] = ("connection ProtocolError", static async c =>
        {
            await c.SendAsync(FrameType.Headers, 1, 1, c.Request());
            await c.SendAsync(FrameType.Headers, 5, 3, c.Request());
        }),
        ["CONTINUATION that continues nothing"] = ("connection ProtocolError", static c => c.SendAsync(FrameType.Continuation, 4, 1, c.Request())),
        ["CONTINUATION of another stream"] = ("connection ProtocolError", static async c =>
        {
            await c.SendAsync(FrameType.Headers, 1, 1, c.Request());
            await c.SendAsync(FrameType.Continuation, 4, 3, c.Request());
        }),
        ["CONTINUATION on stream 0"] = ("connection ProtocolError", static async c =>
        {
            await c.SendAsync(FrameType.Headers, 1, 1, c.Request());
            await c.SendAsync(FrameType.Continuation, 4, 0, c.Request());
        }),
        ["CONTINUATION behind the end of its block"] = ("connection ProtocolError", static async c =>
        {
            await c.SendAsync((byte[])[.. FrameClient.Frame(FrameType.Headers, 4, 1, c.Request("/", "POST")), .. FrameClient.Frame(FrameType.Continuation, 4, 1, c.Request())]);
        }),
        ["a field block in pieces"] = ("answer 200", static async c =>
        {
            var block = c.Request();
            await c.SendAsync(FrameType.Headers, 1, 1, block[..2]);
            await c.SendAsync(FrameType.Continuation, 0, 1, block[2..5]);
            await c.SendAsync(FrameType.Continuation, 0, 1);
            await c.SendAsync(FrameType.Continuation, 4, 1, block[5..]);
        }),

        // §5.1: idle, half-closed, closed
        ["DATA on an idle stream"] = ("connection ProtocolError", static c => c.SendAsync(FrameType.Data, 1, 1, 1)),
        ["RST_STREAM on an idle stream"] = ("connection ProtocolError", static c => c.SendAsync(FrameType.RstStream, 0, 1, 0, 0, 0, 8)),
        ["WINDOW_UPDATE on an idle stream"] = ("connection ProtocolError", static c => c.WindowAsync(1, 100)),
        ["PRIORITY on an idle stream"] = (Pong, static c => c.SendAsync(FrameType.Priority, 0, 1, 0, 0, 0, 0, 1)),
        ["DATA on a half-closed stream"] = ("stream StreamClosed", static async c =>
        {
            await c.GetAsync(1, "/delay/3000");
            await c.SendAsync(FrameType.Data, 1, 1, 1);
        }),
        ["HEADERS on a half-closed stream"] = ("stream StreamClosed", static async c =>
        {
            await c.GetAsync(1, "/delay/3000");
            await c.SendAsync(FrameType.Headers, 5, 1, c.Block("x-late: 1"));
        }),
        ["DATA on a closed stream"] = ("connection StreamClosed", static async c =>
        {
            await c.GetAsync(1);
            await c.AnswerAsync(1);
            await c.SendAsync(FrameType.Data, 1, 1, 1);
        }),
        ["HEADERS on a closed stream"] = ("connection StreamClosed", static async c =>
        {
            await c.GetAsync(1);
            await c.AnswerAsync(1);
            await c.GetAsync(1);
        }),
        ["WINDOW_UPDATE and PRIORITY on a closed stream"] = (Pong, static async c =>
        {
            await c.GetAsync(1);
            await c.AnswerAsync(1);
            await c.WindowAsync(1, 1);
            await c.SendAsync(FrameType.Priority, 0, 1, 0, 0, 0, 0, 1);
            await c.SendAsync(FrameType.RstStream, 0, 1, 0, 0, 0, 8);
        }),

        // §5.1.1 and §5.1.2
        ["an even stream number"] = ("connection ProtocolError", static c => c.GetAsync(2)),
        ["a smaller stream number"] = ("connection ProtocolError", static async c =>
        {
            await c.GetAsync(5);
            await c.AnswerAsync(5);
            await c.GetAsync(3);
        }),

        // §6.1
        ["DATA on stream 0"] = ("connection ProtocolError", static c => c.SendAsync(FrameType.Data, 1, 0, 1)),
        ["DATA with more padding than payload"] = ("connection ProtocolError", static async c =>
        {
            await c.SendAsync(FrameType.Headers, 4, 1, c.Request("/echo", "POST"));
            await c.SendAsync(FrameType.Data, 9, 1, 6, 1, 2, 3, 4, 5);
        }),

        // §6.2
        ["HEADERS on stream 0"] = ("connection ProtocolError", static c => c.SendAsync(FrameType.Headers, 5, 0, c.Request())),
        ["HEADERS with more padding than payload"] = ("connection ProtocolError", static c => c.SendAsync(FrameType.Headers, 13, 1, 200, 0x82)),
        ["HEADERS with padding and priority"] = ("answer 200", static c => c.SendAsync(FrameType.Headers, 5 | 8 | 0x20, 1, [2, 0, 0, 0, 0, 15, .. c.Request(), 0, 0])),
        ["HEADERS that depend on themselves"] = ("connection ProtocolError", static c => c.SendAsync(FrameType.Headers, 5 | 0x20, 1, [0, 0, 0, 1, 15, .. c.Request()])),

        // §6.3
        ["PRIORITY on stream 0"] = ("connection ProtocolError", static c => c.SendAsync(FrameType.Priority, 0, 0, 0, 0, 0, 1, 1)),
        ["PRIORITY of another length"] = ("stream FrameSizeError", static c => c.SendAsync(FrameType.Priority, 0, 1, 0, 0, 0, 1)),
        ["PRIORITY that depends on itself"] = ("connection ProtocolError", static c => c.SendAsync(FrameType.Priority, 0, 1, 0, 0, 0, 1, 1)),

        // §6.4
        ["RST_STREAM on stream 0"] = ("connection ProtocolError", static c => c.SendAsync(FrameType.RstStream, 0, 0, 0, 0, 0, 8)),
        ["RST_STREAM of another length"] = ("connection FrameSizeError", static async c =>
        {
            await c.GetAsync(1, "/delay/3000");
            await c.SendAsync(FrameType.RstStream, 0, 1, 0, 0, 8);
        }),

        // §6.5
        ["SETTINGS ACK with a payload"] = ("connection FrameSizeError", static c => c.SendAsync(FrameType.Settings, 1, 0, new byte[6])),
        ["SETTINGS on a stream"] = ("connection ProtocolError", static c => c.SendAsync(FrameType.Settings, 0, 1, new byte[6])),
        ["SETTINGS of another length"] = ("connection FrameSizeError", static c => c.SendAsync(FrameType.Settings, 0, 0, new byte[5])),
        ["SETTINGS_ENABLE_PUSH of 2"] = ("connection ProtocolError", static c => c.SettingsAsync((Http2Setting.EnablePush, 2))),
        ["SETTINGS_INITIAL_WINDOW_SIZE above the maximum"] = ("connection FlowControlError", static c => c.SettingsAsync((Http2Setting.InitialWindowSize, 0x80000000))),
        ["SETTINGS_MAX_FRAME_SIZE below the minimum"] = ("connection ProtocolError", static c => c.SettingsAsync((Http2Setting.MaxFrameSize, 16383))),
        ["SETTINGS_MAX_FRAME_SIZE above the maximum"] = ("connection ProtocolError", static c => c.SettingsAsync((Http2Setting.MaxFrameSize, 16777216))),
        ["an unknown setting"] = (Pong, static c => c.SettingsAsync(((Http2Setting)0xff, 1))),

        // §6.6
        ["PUSH_PROMISE"] = ("connection ProtocolError", static async c =>
        {
            await c.GetAsync(1, "/delay/3000");
            await c.SendAsync(FrameType.PushPromise, 4, 1, [0, 0, 0, 2, .. c.Request()]);
        }),

        // §6.7
        ["PING on a stream"] = ("connection ProtocolError", static c => c.SendAsync(FrameType.Ping, 0, 1, new byte[8])),
        ["PING of another length"] = ("connection FrameSizeError", static c => c.SendAsync(FrameType.Ping, 0, 0, new byte[6])),
        ["PING ACK"] = (Pong, static c => c.SendAsync(FrameType.Ping, 1, 0, new byte[8])),

        // §6.8
        ["GOAWAY on a stream"] = ("connection ProtocolError", static c => c.SendAsync(FrameType.GoAway, 0, 1, new byte[8])),

        // §6.9
        ["WINDOW_UPDATE of 0 on the connection"] = ("connection ProtocolError", static c => c.WindowAsync(0, 0)),
        ["WINDOW_UPDATE of 0 on a stream"] = ("stream ProtocolError", static async c =>
        {
            await c.GetAsync(1, "/delay/3000");
            await c.WindowAsync(1, 0);
        }),
        ["WINDOW_UPDATE of another length"] = ("connection FrameSizeError", static c => c.SendAsync(FrameType.WindowUpdate, 0, 0, 0, 0, 1)),
        ["a connection window above the maximum"] = ("connection FlowControlError", static async c =>
        {
            await c.WindowAsync(0, int.MaxValue);
            await c.WindowAsync(0, int.MaxValue);
        }),
        ["a stream window above the maximum"] = ("stream FlowControlError", static async c =>
        {
            await c.GetAsync(1, "/delay/3000");
            await c.WindowAsync(1, int.MaxValue);
        }),
        ["a stream window above the maximum by SETTINGS"] = ("connection FlowControlError", static async c =>
        {
            await c.GetAsync(1, "/delay/3000");
            await c.WindowAsync(1, int.MaxValue - 65535);
            await c.SettingsAsync((Http2Setting.InitialWindowSize, 65536));
        }),

        // §8.1 to §8.3
        ["a second field block without the end"] = ("stream ProtocolError", static async c =>
        {
            await c.SendAsync(FrameType.Headers, 4, 1, c.Request("/echo", "POST"));
            await c.SendAsync(FrameType.Headers, 4, 1, c.Block("x-trailer: 1"));
        }),
        ["a pseudo-header in trailers"] = ("stream ProtocolError", static async c =>
        {
            await c.SendAsync(FrameType.Headers, 4, 1, c.Request("/echo", "POST"));
            await c.SendAsync(FrameType.Headers, 5, 1, c.Block(":method: POST"));
        }),
        ["a name in capitals"] = ("stream ProtocolError", static c => c.SendAsync(FrameType.Headers, 5, 1, [.. c.Request(), 0, 3, .. "X-A"u8, 1, (byte)'1'])),
        ["an unknown pseudo-header"] = ("stream ProtocolError", static c => c.GetAsync(1, "/", ":test: 1")),
        ["a pseudo-header of answers"] = ("stream ProtocolError", static c => c.GetAsync(1, "/", ":status: 200")),
        ["a pseudo-header behind a field"] = ("stream ProtocolError", static c => c.SendAsync(FrameType.Headers, 5, 1, c.Block(":method: GET", ":scheme: http", "x-a: 1", ":path: /", ":authority: api.example.com"))),
        ["a pseudo-header twice"] = ("stream ProtocolError", static c => c.GetAsync(1, "/", ":path: /")),
        ["no :method"] = ("stream ProtocolError", static c => c.SendAsync(FrameType.Headers, 5, 1, c.Block(":scheme: http", ":path: /", ":authority: api.example.com"))),
        ["no :scheme"] = ("stream ProtocolError", static c => c.SendAsync(FrameType.Headers, 5, 1, c.Block(":method: GET", ":path: /", ":authority: api.example.com"))),
        ["no :path"] = ("stream ProtocolError", static c => c.SendAsync(FrameType.Headers, 5, 1, c.Block(":method: GET", ":scheme: http", ":authority: api.example.com"))),
        ["an empty :path"] = ("stream ProtocolError", static c => c.GetAsync(1, "")),
        ["a field of the connection"] = ("stream ProtocolError", static c => c.GetAsync(1, "/", "connection: keep-alive")),
        ["transfer-encoding"] = ("stream ProtocolError", static c => c.GetAsync(1, "/", "transfer-encoding: chunked")),
        ["TE with something but trailers"] = ("stream ProtocolError", static c => c.GetAsync(1, "/", "te: trailers, deflate")),
        ["TE with trailers"] = ("answer 200", static c => c.GetAsync(1, "/", "te: trailers")),
        ["content-length that one DATA does not have"] = ("stream ProtocolError", static async c =>
        {
            await c.SendAsync(FrameType.Headers, 4, 1, c.Request("/echo", "POST", "content-length: 1"));
            await c.SendAsync(FrameType.Data, 1, 1, "test"u8.ToArray());
        }),
        ["content-length that several DATA do not have"] = ("stream ProtocolError", static async c =>
        {
            await c.SendAsync(FrameType.Headers, 4, 1, c.Request("/echo", "POST", "content-length: 9"));
            await c.SendAsync(FrameType.Data, 0, 1, "test"u8.ToArray());
            await c.SendAsync(FrameType.Data, 1, 1, "test"u8.ToArray());
        }),
        ["content-length without a body"] = ("stream ProtocolError", static c => c.GetAsync(1, "/", "content-length: 4")),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Client_OfTheCase_GetsItsOutcome(string name)
    {
        await using var client = await FrameClient.OpenAsync(scene.Outbound);
        var (outcome, act) = Cases[name];
        await act(client);
        if (outcome == Pong)
            await client.SendAsync(FrameType.Ping, 0, 0, 8, 7, 6, 5, 4, 3, 2, 1);
        Assert.Equal(outcome, await client.OutcomeAsync());

        // What ended only a stream, or nothing, leaves the connection as it was.
        if (outcome.StartsWith("connection", StringComparison.Ordinal))
        {
            await client.Connection.ReadToEndAsync();
            return;
        }
        await client.GetAsync(101, "/bytes/5");
        Assert.Equal("bbbbb", (await client.AnswerAsync(101)).Text);
    }

    [Fact]
    public async Task Greeting_FirstFrame_IsSettings()
    {
        await using var client = await FrameClient.OpenAsync(scene.Outbound);
        var first = await client.ReadAsync();
        Assert.Equal((FrameType.Settings, FrameFlags.None), (first!.Value.Header.Type, first.Value.Header.Flags));
        var acknowledged = await client.ReadAsync(FrameType.Settings);
        Assert.Equal(FrameFlags.Ack, acknowledged.Header.Flags);
    }

    [Fact]
    public async Task Client_WhoseFirstFrameIsNotSettings_IsRefused()
    {
        await using var client = await FrameClient.ConnectAsync(scene.Outbound);
        await client.SendAsync((byte[])[.. FrameReader.Preface, .. FrameClient.Frame(FrameType.Ping, 0, 0, new byte[8])]);
        Assert.Equal("connection ProtocolError", await client.OutcomeAsync());
    }

    [Fact]
    public async Task Client_ByteAfterByte_IsServed()
    {
        await using var client = await FrameClient.ConnectAsync(scene.Outbound);
        byte[] bytes = [.. FrameReader.Preface, .. FrameClient.Frame(FrameType.Settings, 0, 0), .. FrameClient.Frame(FrameType.Headers, 4, 1, client.Request("/echo", "POST")), .. FrameClient.Frame(FrameType.Data, 1, 1, "hello"u8.ToArray())];
        await client.Connection.SendInPiecesAsync(bytes);
        Assert.Equal("hello", (await client.AnswerAsync(1)).Text);
    }

    [Fact]
    public async Task InitialWindow_ChangedWhileAStreamIsOpen_IsAdjusted()
    {
        await using var client = await FrameClient.OpenAsync(scene.Outbound, (Http2Setting.InitialWindowSize, 3));
        await client.GetAsync(1, "/bytes/5");
        Assert.Equal(3, (await client.ReadAsync(FrameType.Data, 1)).Header.Length);
        await client.SettingsAsync((Http2Setting.InitialWindowSize, 1)); // now two bytes too many were sent
        await client.WindowAsync(1, 2);
        await client.SendAsync(FrameType.Ping, 0, 0, new byte[8]);
        await client.ReadAsync(FrameType.Ping);
        await client.WindowAsync(1, 1);
        Assert.Equal(1, (await client.ReadAsync(FrameType.Data, 1)).Header.Length);
    }
}
