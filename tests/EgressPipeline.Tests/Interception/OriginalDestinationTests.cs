using System.Net;
using System.Net.Sockets;
using EgressPipeline.Interception;
using EgressPipeline.TestKit;
using EgressPipeline.Tests.Transport;

namespace EgressPipeline.Tests.Interception;

public sealed class OriginalDestinationTests
{
    [Fact]
    public async Task TryGet_DirectConnection_IsFalseWithoutAnException()
    {
        await using var pair = await SocketPair.ConnectAsync();

        Assert.False(OriginalDestination.TryGet(pair.Peer, null, out var destination));
        Assert.Null(destination);
    }

    [Fact]
    public void TryGet_ClosedSocket_IsFalse()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Dispose();

        Assert.False(OriginalDestination.TryGet(socket, null, out _));
    }

    [Theory]
    [InlineData("203.0.113.80:80", "0.0.0.0")]
    [InlineData("[2001:db8:2::80]:8080", "::")]
    public async Task TryGet_Redirected_IsWhatTheClientDialled(string dialled, string listenAddress)
    {
        Assert.SkipUnless(NetNamespace.Usable, NetNamespace.Unusable);
        await using var pod = await NetNamespace.CreateAsync();
        await pod.RunAsync("ip", "-6", "address", "add", "2001:db8:1::10/64", "dev", "eth0", "nodad");
        await pod.RunAsync("ip", "-6", "route", "add", "default", "via", "2001:db8:1::1");
        using var listener = await ListenAsync(pod, IPAddress.Parse(listenAddress));
        await RedirectToAsync(pod, listener);

        using var client = await ConnectAsync(pod, IPEndPoint.Parse(dialled));
        using var accepted = await listener.AcceptAsync().Within();

        Assert.True(OriginalDestination.TryGet(accepted, null, out var destination));
        Assert.Equal(IPEndPoint.Parse(dialled), destination);
    }

    [Fact]
    public async Task TryGet_RedirectIsOnButTheListenerWasDialledItself_IsFalse()
    {
        Assert.SkipUnless(NetNamespace.Usable, NetNamespace.Unusable);
        await using var pod = await NetNamespace.CreateAsync();
        using var listener = await ListenAsync(pod, IPAddress.Any);
        await RedirectToAsync(pod, listener);

        using var client = await ConnectAsync(pod, new IPEndPoint(pod.Address, ((IPEndPoint)listener.LocalEndPoint!).Port));
        using var accepted = await listener.AcceptAsync().Within();

        Assert.False(OriginalDestination.TryGet(accepted, null, out _));
    }

    private static Task<Socket> ListenAsync(NetNamespace pod, IPAddress address) => NamespaceThread.RunAsync(pod.Path, () =>
    {
        var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(address, 0));
        listener.Listen();
        return listener;
    });

    private static Task<Socket> ConnectAsync(NetNamespace pod, IPEndPoint destination) => NamespaceThread.RunAsync(pod.Path, () =>
    {
        var client = new Socket(destination.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(destination);
        return client;
    });

    private static Task RedirectToAsync(NetNamespace pod, Socket listener) => pod.LoadRulesAsync($$"""
        table inet egress {
          chain output {
            type nat hook output priority -100; policy accept;
            oifname "lo" return
            meta l4proto tcp redirect to :{{((IPEndPoint)listener.LocalEndPoint!).Port}}
          }
        }
        """);
}
