using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Text;
using EgressPipeline.Http.Http2;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Http2;

/// <summary>A client whose every frame the test decides. It acknowledges nothing and opens no window by itself.</summary>
internal sealed class FrameClient : IAsyncDisposable
{
    private readonly RawConnection _connection;
    private readonly HpackEncoder _encoder = new();
    private readonly HpackDecoder _decoder = new(new HpackLimits { MaxListBytes = 1 << 20, MaxFields = 1000 });

    private FrameClient(RawConnection connection) => _connection = connection;

    public RawConnection Connection => _connection;

    /// <summary>Goes on on a connection whose preface was sent.</summary>
    public static FrameClient On(RawConnection connection) => new(connection);

    /// <summary>Connects and sends nothing.</summary>
    public static async Task<FrameClient> ConnectAsync(IPEndPoint server) => new(await RawClient.ConnectAsync(server));

    /// <summary>Connects and sends the preface and SETTINGS with these values.</summary>
    public static async Task<FrameClient> OpenAsync(IPEndPoint server, params (Http2Setting Setting, uint Value)[] settings)
    {
        var client = await ConnectAsync(server);
        await client._connection.SendAsync(FrameReader.Preface.ToArray());
        await client.SettingsAsync(settings);
        return client;
    }

    public Task SettingsAsync(params (Http2Setting Setting, uint Value)[] settings)
    {
        var payload = new byte[settings.Length * 6];
        var rest = payload.AsSpan();
        foreach (var (setting, value) in settings)
            rest = FrameWriter.WriteSetting(rest, setting, value);
        return SendAsync(FrameType.Settings, 0, 0, payload);
    }

    /// <summary>Sends one frame as told, right or wrong.</summary>
    public Task SendAsync(FrameType type, int flags, int stream, params byte[] payload) => SendAsync(Frame(type, flags, stream, payload));

    public Task SendAsync(ReadOnlyMemory<byte> bytes) => _connection.SendAsync(bytes);

    public static byte[] Frame(FrameType type, int flags, int stream, params byte[] payload)
    {
        var output = new ArrayBufferWriter<byte>();
        FrameWriter.Write(output, type, (FrameFlags)flags, stream, payload);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The compressed fields, <c>name: value</c> each.</summary>
    public byte[] Block(params IEnumerable<string> fields)
    {
        _encoder.Begin();
        foreach (var field in fields)
        {
            var colon = field.IndexOf(": ", StringComparison.Ordinal);
            _encoder.Add(Encoding.Latin1.GetBytes(field[..colon]), Encoding.Latin1.GetBytes(field[(colon + 2)..]));
        }
        return _encoder.Block.ToArray();
    }

    /// <summary>The block of a request to the scene's service.</summary>
    public byte[] Request(string path = "/", string method = "GET", params string[] more) =>
        Block([$":method: {method}", ":scheme: http", $":path: {path}", ":authority: api.example.com", .. more]);

    /// <summary>Sends a request without a body.</summary>
    public Task GetAsync(int stream, string path = "/", params string[] more) => SendAsync(FrameType.Headers, 5, stream, Request(path, "GET", more));

    public Task WindowAsync(int stream, int increment)
    {
        var payload = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(payload, increment);
        return SendAsync(FrameType.WindowUpdate, 0, stream, payload);
    }

    /// <summary>The next frame, or null at the end of the connection.</summary>
    public async Task<(FrameHeader Header, byte[] Payload)?> ReadAsync()
    {
        try
        {
            var header = FrameHeader.Read(await _connection.ReadExactlyAsync(FrameHeader.Size));
            return (header, await _connection.ReadExactlyAsync(header.Length));
        }
        catch (Exception end) when (end is EndOfStreamException or IOException)
        {
            return null;
        }
    }

    /// <summary>Reads on to the first frame of a type, for a stream when one is given.</summary>
    public async Task<(FrameHeader Header, byte[] Payload)> ReadAsync(FrameType type, int? stream = null)
    {
        while (await ReadAsync() is { } frame)
        {
            if (frame.Header.Type == type && (stream is null || stream == frame.Header.StreamId))
                return frame;
        }
        throw new EndOfStreamException($"the connection ended before {type}");
    }

    /// <summary>
    /// What came of a mistake: <c>stream CODE</c>, <c>connection CODE</c>, <c>answer STATUS</c>, <c>pong</c> for an acknowledged PING
    /// (nothing came of it), or <c>closed</c>.
    /// </summary>
    public async Task<string> OutcomeAsync()
    {
        while (await ReadAsync() is { } frame)
        {
            switch (frame.Header.Type)
            {
                case FrameType.RstStream:
                    return $"stream {FrameReader.ReadErrorCode(frame.Payload)}";
                case FrameType.GoAway:
                    return $"connection {FrameReader.ReadErrorCode(frame.Payload.AsSpan(4))}";
                case FrameType.Ping when frame.Header.Has(FrameFlags.Ack):
                    return "pong";
                case FrameType.Headers:
                    return $"answer {Decode(frame.Payload)[0][9..]}";
            }
        }
        return "closed";
    }

    /// <summary>The whole answer of a stream, of which all other frames are dropped; windows are opened as needed.</summary>
    public async Task<Http2Answer> AnswerAsync(int stream, bool opensWindows = true)
    {
        var fields = new List<string>();
        var trailers = new List<string>();
        var body = new MemoryStream();
        while (true)
        {
            var (header, payload) = await ReadAsync() ?? throw new EndOfStreamException("the connection ended within an answer");
            if (header.Type == FrameType.Data && opensWindows && payload.Length > 0)
            {
                await WindowAsync(0, payload.Length);
                if (header.StreamId == stream && !header.Has(FrameFlags.EndStream))
                    await WindowAsync(stream, payload.Length);
            }
            if (header.Type == FrameType.Headers)
            {
                var decoded = Decode(payload); // of other streams, too: there is one table
                if (header.StreamId == stream)
                    (fields.Count == 0 || fields[0].StartsWith(":status: 1", StringComparison.Ordinal) ? fields : trailers).AddRange(decoded);
            }
            if (header.StreamId != stream)
                continue;
            if (header.Type == FrameType.Data)
                body.Write(payload);
            if (header.Type == FrameType.RstStream)
                return new Http2Answer(fields, body.ToArray(), trailers, FrameReader.ReadErrorCode(payload));
            if (header.Type is FrameType.Data or FrameType.Headers && header.Has(FrameFlags.EndStream))
                return new Http2Answer(fields, body.ToArray(), trailers, null);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _encoder.Dispose();
        _decoder.Dispose();
        await _connection.DisposeAsync();
    }

    private List<string> Decode(byte[] block)
    {
        var sink = new Fields();
        Assert.Equal(HpackError.None, _decoder.Decode(block, ref sink));
        return sink.List;
    }

    private sealed class Fields : IHpackSink
    {
        public List<string> List { get; } = [];

        public void Take(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value) => List.Add($"{Encoding.Latin1.GetString(name)}: {Encoding.Latin1.GetString(value)}");
    }
}
