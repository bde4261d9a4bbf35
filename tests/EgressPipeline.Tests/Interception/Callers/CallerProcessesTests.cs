using System.Net;
using System.Net.Sockets;
using EgressPipeline.Interception.Applying;
using EgressPipeline.Interception.Callers;

namespace EgressPipeline.Tests.Interception.Callers;

public sealed class CallerProcessesTests
{
    [Theory]
    [InlineData("127.0.0.1"), InlineData("::1")]
    public async Task Find_ConnectionOfThisProcess_IsThisProcess(string address)
    {
        using var pair = await Pair.ConnectAsync(IPAddress.Parse(address));
        using var callers = new CallerProcesses();

        var found = callers.Find((IPEndPoint)pair.Client.LocalEndPoint!, (IPEndPoint)pair.Client.RemoteEndPoint!, withProgram: true)!;
        var withoutProgram = callers.Find((IPEndPoint)pair.Client.LocalEndPoint!, (IPEndPoint)pair.Client.RemoteEndPoint!, withProgram: false)!;

        Assert.Equal(ProcessOwner.Read().Uid, found.Uid);
        Assert.Equal(Environment.ProcessId, found.Id);
        Assert.Equal(Environment.ProcessPath, found.Executable);
        Assert.Equal((found.Uid, 0, ""), (withoutProgram.Uid, withoutProgram.Id, withoutProgram.Executable));
    }

    [Fact]
    public async Task Find_Ipv4OnASocketOfBothFamilies_IsFound()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using var client = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
        await client.ConnectAsync((IPEndPoint)listener.LocalEndPoint!);
        using var accepted = await listener.AcceptAsync();
        using var callers = new CallerProcesses();

        Assert.Equal(Environment.ProcessId, callers.Find((IPEndPoint)accepted.RemoteEndPoint!, (IPEndPoint)accepted.LocalEndPoint!, withProgram: true)?.Id);
    }

    [Fact]
    public async Task Find_NoSuchConnection_IsNullAndTheNextOneIsFound()
    {
        using var pair = await Pair.ConnectAsync(IPAddress.Loopback);
        using var callers = new CallerProcesses();
        var local = (IPEndPoint)pair.Client.LocalEndPoint!;

        Assert.Null(callers.Find(local, new IPEndPoint(IPAddress.Parse("203.0.113.9"), 443), withProgram: true));
        Assert.Null(callers.Find(new IPEndPoint(IPAddress.IPv6Loopback, local.Port), new IPEndPoint(IPAddress.IPv6Loopback, 1), withProgram: true));
        Assert.NotNull(callers.Find(local, (IPEndPoint)pair.Client.RemoteEndPoint!, withProgram: false));
    }

    [Fact]
    public async Task Find_FromManyThreads_EachGetsItsOwnAnswer()
    {
        using var pair = await Pair.ConnectAsync(IPAddress.Loopback);
        using var callers = new CallerProcesses();
        var (local, remote) = ((IPEndPoint)pair.Client.LocalEndPoint!, (IPEndPoint)pair.Client.RemoteEndPoint!);

        Parallel.For(0, 400, number =>
        {
            var exists = number % 2 == 0;
            var found = callers.Find(local, exists ? remote : new IPEndPoint(remote.Address, remote.Port == 1 ? 2 : 1), withProgram: false);
            Assert.Equal(exists, found is not null);
        });
    }

    [Fact]
    public void Holder_NoProcessHoldsIt_IsZero()
    {
        Assert.Equal(0, new SocketHolder().Find(uint.MaxValue));
        Assert.Equal(0, new SocketHolder("/nonexistent").Find(1));
        Assert.Equal("", new SocketHolder("/nonexistent").Executable(1));
    }

    private sealed record Pair(Socket Client, Socket Server) : IDisposable
    {
        public static async Task<Pair> ConnectAsync(IPAddress address)
        {
            using var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(new IPEndPoint(address, 0));
            listener.Listen();
            var client = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await client.ConnectAsync((IPEndPoint)listener.LocalEndPoint!);
            return new Pair(client, await listener.AcceptAsync());
        }

        public void Dispose()
        {
            Client.Dispose();
            Server.Dispose();
        }
    }
}
