using System.Net;
using System.Net.Sockets;
using EgressPipeline.Transport;
using Microsoft.AspNetCore.Connections;

namespace EgressPipeline.Tests.Transport;

public sealed class SocketListenerTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task AcceptAsync_OfEitherFamily_GivesAConnectionWithoutDelay(string address)
    {
        await using var listener = await BindAsync(new IPEndPoint(IPAddress.Parse(address), 0));
        using var client = new Socket(listener.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.EndPoint);

        await using var connection = (SocketConnection)(await listener.AcceptAsync())!;

        Assert.True(connection.Socket.NoDelay);
        Assert.Equal(client.LocalEndPoint, connection.RemoteEndPoint);
    }

    [Fact]
    public async Task BindAsync_BothFamiliesOnOnePort_AreTwoListeners()
    {
        await using var v6 = await BindAsync(new IPEndPoint(IPAddress.IPv6Any, 0));
        await using var v4 = await BindAsync(new IPEndPoint(IPAddress.Any, ((IPEndPoint)v6.EndPoint).Port));

        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(new IPEndPoint(IPAddress.Loopback, ((IPEndPoint)v4.EndPoint).Port));
        await using var accepted = await v4.AcceptAsync();

        Assert.Equal(AddressFamily.InterNetwork, ((SocketConnection)accepted!).Socket.AddressFamily);
    }

    [Fact]
    public async Task BindAsync_AddressInUse_IsRefusedAsSuch()
    {
        await using var first = await BindAsync(new IPEndPoint(IPAddress.Loopback, 0));

        await Assert.ThrowsAsync<AddressInUseException>(async () => await BindAsync(first.EndPoint));
    }

    [Fact]
    public async Task BindAsync_UnixSocket_Serves()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using var listener = await BindAsync(new UnixDomainSocketEndPoint(path));
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(listener.EndPoint);
        await using var connection = (SocketConnection)(await listener.AcceptAsync())!;

        await client.SendAsync("x"u8.ToArray());

        Assert.Equal(1, (await connection.Input.ReadAsync()).Buffer.Length);
        File.Delete(path);
    }

    [Fact]
    public async Task UnbindAsync_WhileAccepting_EndsWithNull()
    {
        await using var listener = await BindAsync(new IPEndPoint(IPAddress.Loopback, 0));
        var accepting = listener.AcceptAsync().AsTask();

        await listener.UnbindAsync();

        Assert.Null(await accepting.WaitAsync(Bound));
        Assert.Null(await listener.AcceptAsync());
    }

    private static ValueTask<IConnectionListener> BindAsync(EndPoint endPoint) => new SocketTransportFactory(new TransportOptions()).BindAsync(endPoint);
}
