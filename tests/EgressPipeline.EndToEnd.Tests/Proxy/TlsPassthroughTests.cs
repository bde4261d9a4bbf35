using System.Net.Security;
using System.Net.Sockets;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Proxy;

public sealed class TlsPassthroughTests
{
    private const string Host = "secure.example.com";

    [Fact]
    public async Task DeclaredSni_IsRelayedUntouched()
    {
        using var authority = new TestAuthority();
        await using var upstream = TlsServer.Start(authority, Host);
        await using var scene = await Scene.StartAsync(PolicyText.Service(Host, 443, "TLS", upstream.EndPoint));

        await using var client = await scene.ConnectOutboundAsync();
        await using var tls = await RawClient.StartTlsAsync(client, Host, authority);
        await tls.SendAsync($"GET / HTTP/1.1\r\nHost: {Host}\r\n\r\n");

        Assert.Equal($"hello from {Host}\n", (await tls.ReadResponseAsync()).Text);
    }

    [Fact]
    public async Task UndeclaredSni_NeverReachesAnything()
    {
        using var authority = new TestAuthority();
        await using var upstream = TlsServer.Start(authority, Host, "other.example.com");
        await using var scene = await Scene.StartAsync(PolicyText.Service(Host, 443, "TLS", upstream.EndPoint));
        await using var client = await scene.ConnectOutboundAsync();

        await Assert.ThrowsAnyAsync<IOException>(() => RawClient.StartTlsAsync(client, "other.example.com", authority));

        Assert.Equal(0, upstream.Connections);
    }

    [Fact]
    public async Task ClientHello_CutAtEveryByte_IsUnderstood()
    {
        var hello = await CaptureHelloAsync();
        await using var upstream = RawServer.Start();
        await using var scene = await Scene.StartAsync(PolicyText.Service(Host, 443, "TLS", upstream.EndPoint));

        for (var cut = 1; cut < hello.Length; cut++)
        {
            await using var client = await scene.ConnectOutboundAsync();
            await client.SendAsync(hello.AsMemory(0, cut));
            await Task.Yield();
            await client.SendAsync(hello.AsMemory(cut));
            await using var server = await upstream.AcceptAsync();
            Assert.Equal(hello, await server.ReadExactlyAsync(hello.Length));
        }
    }

    [Fact]
    public async Task ClientHello_ByteByByte_IsUnderstood()
    {
        var hello = await CaptureHelloAsync();
        await using var upstream = RawServer.Start();
        await using var scene = await Scene.StartAsync(PolicyText.Service(Host, 443, "TLS", upstream.EndPoint));
        await using var client = await scene.ConnectOutboundAsync();

        await client.SendInPiecesAsync(hello);

        await using var server = await upstream.AcceptAsync();
        Assert.Equal(hello, await server.ReadExactlyAsync(hello.Length));
    }

    [Fact]
    public async Task ClientHello_OverSeveralRecords_IsUnderstood()
    {
        var hello = await CaptureHelloAsync();
        var split = SplitRecord(hello, 40);
        await using var upstream = RawServer.Start();
        await using var scene = await Scene.StartAsync(PolicyText.Service(Host, 443, "TLS", upstream.EndPoint));
        await using var client = await scene.ConnectOutboundAsync();

        await client.SendAsync(split);

        await using var server = await upstream.AcceptAsync();
        Assert.Equal(split, await server.ReadExactlyAsync(split.Length));
    }

    [Fact]
    public async Task TlsThatIsNoHello_IsRefused()
    {
        await using var upstream = RawServer.Start();
        await using var scene = await Scene.StartAsync(PolicyText.Service(Host, 443, "TLS", upstream.EndPoint));
        await using var client = await scene.ConnectOutboundAsync();

        await client.SendAsync(new byte[] { 0x16, 3, 1, 0, 5, 2, 0, 0, 1, 0 });
        client.ShutdownSend();
        await client.ReadToEndAsync();

        Assert.Equal(0, upstream.Connections);
    }

    /// <summary>The ClientHello that this platform sends for the host.</summary>
    private static async Task<byte[]> CaptureHelloAsync()
    {
        await using var server = RawServer.Start();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.EndPoint);
        using var tls = new SslStream(new NetworkStream(socket));
        var handshake = tls.AuthenticateAsClientAsync(Host);
        var accepted = await server.AcceptAsync();
        var head = await accepted.ReadExactlyAsync(5);
        var body = await accepted.ReadExactlyAsync((head[3] << 8) | head[4]);
        await accepted.DisposeAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => handshake);
        return [.. head, .. body];
    }

    private static byte[] SplitRecord(byte[] record, int size)
    {
        var split = new List<byte>();
        for (var at = 5; at < record.Length; at += size)
        {
            var length = Math.Min(size, record.Length - at);
            split.AddRange([record[0], record[1], record[2], (byte)(length >> 8), (byte)length, .. record.AsSpan(at, length)]);
        }
        return [.. split];
    }
}
