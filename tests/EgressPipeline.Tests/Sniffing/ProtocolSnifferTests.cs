using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using EgressPipeline.Listening;
using EgressPipeline.Sniffing;
using EgressPipeline.TestKit;
using EgressPipeline.Tests.Transport;
using Microsoft.Extensions.Time.Testing;

namespace EgressPipeline.Tests.Sniffing;

public sealed class ProtocolSnifferTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly Heartbeat _heartbeat;
    private readonly ProtocolSniffer _sniffer;

    public ProtocolSnifferTests()
    {
        _heartbeat = new Heartbeat(_time);
        _sniffer = new ProtocolSniffer(_heartbeat, new SniffLimits { Timeout = TimeSpan.FromSeconds(1) });
    }

    public void Dispose() => _heartbeat.Dispose();

    public static TheoryData<string, string> Openings => new()
    {
        { "GET / HTTP/1.1\r\nHost: example.com\r\n\r\n", nameof(SniffedProtocol.Http1) },
        { "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04", nameof(SniffedProtocol.Http2) },
        { "PRI * HTTP/2.0\r\n\r\nnot a preface", nameof(SniffedProtocol.Http1) },
        { "EHLO mail.example.com\r\n", nameof(SniffedProtocol.Opaque) },
        { "*1\r\n$4\r\nPING\r\n", nameof(SniffedProtocol.Opaque) },
        { "\0\0\0\x08\x04\xd2\x16\x2f", nameof(SniffedProtocol.Opaque) },
        { "\x16\x03\x01\x00\x05\x02\x00\x00\x00\x00", nameof(SniffedProtocol.Opaque) }, // a ServerHello opens no connection
    };

    [Theory]
    [MemberData(nameof(Openings))]
    public async Task SniffAsync_WholeAtOnce(string opening, string expected) =>
        Assert.Equal(expected, (await SniffAsync(Encoding.Latin1.GetBytes(opening))).Protocol.ToString());

    [Theory]
    [MemberData(nameof(Openings))]
    public async Task SniffAsync_ByteAtATime_SameAnswer(string opening, string expected) =>
        Assert.Equal(expected, (await SniffByteAtATimeAsync(Encoding.Latin1.GetBytes(opening))).Protocol.ToString());

    [Fact]
    public async Task SniffAsync_ClientHello_GivesItsName_WholeAndByteAtATime()
    {
        var hello = await RealClientHelloAsync("api.example.com");

        var whole = await SniffAsync(hello);
        var bytewise = await SniffByteAtATimeAsync(hello);

        Assert.Equal(SniffedProtocol.Tls, whole.Protocol);
        Assert.Equal("api.example.com", whole.Hello!.Sni);
        Assert.Equal("api.example.com", bytewise.Hello!.Sni);
    }

    [Fact]
    public async Task SniffAsync_ClientHelloCutAtEveryByte_IsClosed()
    {
        var hello = await RealClientHelloAsync("api.example.com");
        for (var cut = 0; cut < hello.Length; cut++)
            Assert.Equal(SniffedProtocol.Closed, (await SniffAsync(hello[..cut], ends: true)).Protocol);
    }

    [Theory]
    [InlineData("", nameof(SniffedProtocol.Closed))]
    [InlineData("hi", nameof(SniffedProtocol.Opaque))]
    [InlineData("GET / HTTP", nameof(SniffedProtocol.Opaque))]
    public async Task SniffAsync_StreamEndsUndecided(string said, string expected) =>
        Assert.Equal(expected, (await SniffAsync(Encoding.Latin1.GetBytes(said), ends: true)).Protocol.ToString());

    [Theory]
    [InlineData("GET /", nameof(SniffedProtocol.Http1))]
    [InlineData("X ", nameof(SniffedProtocol.Opaque))]
    public async Task SniffAsync_FirstLineBeyondTheBound_IsDecidedByItsBeginning(string beginning, string expected) =>
        Assert.Equal(expected, (await SniffAsync(Encoding.Latin1.GetBytes(beginning + new string('a', 70_000)))).Protocol.ToString());

    [Fact]
    public async Task SniffAsync_OverASocket_ConsumesNothing()
    {
        await using var pair = await SocketPair.ConnectAsync();
        var sniffing = _sniffer.SniffAsync(pair.Connection.Input).AsTask();
        foreach (var value in "GET / HTTP/1.1\r\n"u8.ToArray())
            await pair.Peer.SendAsync(new[] { value });

        Assert.Equal(SniffedProtocol.Http1, (await sniffing.Within()).Protocol);
        var read = await pair.Connection.Input.ReadAsync();
        Assert.Equal("GET / HTTP/1.1\r\n", Encoding.ASCII.GetString(read.Buffer));
        Assert.Equal(0, _heartbeat.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("GET /")]
    public async Task SniffAsync_SaysTooLittleInTime_TimesOutAndLeavesTheConnectionUsable(string said)
    {
        await using var pair = await SocketPair.ConnectAsync();
        if (said.Length > 0)
            await pair.Peer.SendAsync(Encoding.ASCII.GetBytes(said));
        var sniffing = _sniffer.SniffAsync(pair.Connection.Input).AsTask();
        await Deadline.UntilAsync(() => pair.Connection.TotalReceived == said.Length && _heartbeat.Count == 1);

        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(SniffedProtocol.TimedOut, (await sniffing.Within()).Protocol);
        await pair.Peer.SendAsync(" HTTP/1.1"u8.ToArray());
        var text = await SocketPipeReaderTests.ReadWholeAsync(pair.Connection, said.Length + 9);
        Assert.Equal(said + " HTTP/1.1", Encoding.ASCII.GetString(text));
    }

    [Fact]
    public async Task SniffAsync_PeerResets_IsClosed()
    {
        await using var pair = await SocketPair.ConnectAsync();
        var sniffing = _sniffer.SniffAsync(pair.Connection.Input).AsTask();

        pair.ResetPeer();

        Assert.Equal(SniffedProtocol.Closed, (await sniffing.Within()).Protocol);
    }

    private async Task<SniffResult> SniffAsync(byte[] bytes, bool ends = false)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        await pipe.Writer.WriteAsync(bytes);
        if (ends)
            await pipe.Writer.CompleteAsync();
        var result = await _sniffer.SniffAsync(pipe.Reader).AsTask().Within();
        if (pipe.Reader.TryRead(out var rest))
            Assert.Equal(bytes, rest.Buffer.ToArray());
        return result;
    }

    private async Task<SniffResult> SniffByteAtATimeAsync(byte[] bytes)
    {
        var pipe = new Pipe(new PipeOptions(readerScheduler: PipeScheduler.Inline));
        var sniffing = _sniffer.SniffAsync(pipe.Reader).AsTask();
        foreach (var value in bytes)
        {
            if (sniffing.IsCompleted)
                break;
            await pipe.Writer.WriteAsync(new[] { value });
        }
        return await sniffing.Within();
    }

    private static async Task<byte[]> RealClientHelloAsync(string name)
    {
        var (client, server) = await SocketPair.ConnectSocketsAsync();
        using (client)
        using (server)
        {
            using var tls = new SslStream(new NetworkStream(client));
            var handshaking = tls.AuthenticateAsClientAsync(name);
            var buffer = new byte[8192];
            var length = await server.ReceiveAsync(buffer);
            server.Close(0);
            await Record.ExceptionAsync(() => handshaking);
            return buffer[..length];
        }
    }
}
