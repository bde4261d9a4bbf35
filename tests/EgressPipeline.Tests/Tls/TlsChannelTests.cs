using System.Net.Security;
using System.Net.Sockets;
using EgressPipeline.TestKit;
using EgressPipeline.Tests.Transport;
using EgressPipeline.Tls;

namespace EgressPipeline.Tests.Tls;

public sealed class TlsChannelTests
{
    [Fact]
    public async Task DisposeAsync_WhileTheConsumerLooksAtAResult_LeavesItsBufferAlone()
    {
        var (client, server) = await SocketPair.ConnectSocketsAsync();
        using var clientSocket = client;
        using var serverSocket = server;
        using var authority = new TestAuthority();
        using var certificate = authority.IssueServer("example.com");
        await using var serving = new SslStream(new NetworkStream(server));
        var accepting = serving.AuthenticateAsServerAsync(certificate);
        var stream = new SslStream(new NetworkStream(client), leaveInnerStreamOpen: false, static (_, _, _, _) => true);
        await stream.AuthenticateAsClientAsync("example.com").Within();
        await accepting.Within();
        var channel = new TlsChannel(stream, peerSubject: "");
        await serving.WriteAsync("in use"u8.ToArray());
        var read = await channel.Input.ReadAsync();

        await channel.DisposeAsync();

        AbandonedBuffer.AssertIsNotPooled(read.Buffer.First);
        channel.Input.AdvanceTo(read.Buffer.Start);
        Assert.True((await channel.Input.ReadAsync()).IsCompleted);
        Assert.True((await channel.Output.WriteAsync("late"u8.ToArray())).IsCompleted);
    }
}
