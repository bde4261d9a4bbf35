using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using EgressPipeline.Transport;

namespace EgressPipeline.Tests.Transport;

/// <summary>What the process spends: these run alone, because they measure the whole process.</summary>
[Collection(nameof(AloneCollection))]
public sealed class ResourceTests
{
    [Fact]
    public async Task PingPong_SteadyState_AllocatesNothing()
    {
        const int Rounds = 10_000;
        var (clientSocket, serverSocket) = await SocketPair.ConnectSocketsAsync();
        await using var client = SocketConnection.FromConnected(clientSocket);
        await using var server = SocketConnection.FromConnected(serverSocket);
        var echoing = EchoAsync(server);
        await PingAsync(client, Rounds); // warm-up: tiering, pools, the operations' own caches

        var least = long.MaxValue;
        for (var window = 0; window < 5; window++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await PingAsync(client, Rounds);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        await client.Output.CompleteAsync();
        await echoing;
        // The rest of the process (tiered compilation, the runner) may allocate in some window; a round would in all.
        Assert.InRange(least, 0, Rounds / 10);
    }

    [Fact]
    public async Task ConnectAndAbort_TenThousandTimes_DescriptorsAndMemoryReturn()
    {
        await using var listener = await ListenAsync();
        await RoundsAsync(listener, 500);
        var descriptors = OpenDescriptors();
        var memory = GC.GetTotalMemory(forceFullCollection: true);

        await RoundsAsync(listener, 10_000);

        Assert.InRange(OpenDescriptors(), 0, descriptors + 20);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - memory, long.MinValue, 4 * 1024 * 1024);
    }

    private static async Task RoundsAsync(IAsyncDisposable listener, int rounds)
    {
        var listening = (SocketListener)listener;
        for (var round = 0; round < rounds; round++)
        {
            using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await client.ConnectAsync(listening.EndPoint);
            var accepted = (SocketConnection)(await listening.AcceptAsync())!;
            var reading = accepted.Input.ReadAsync();
            accepted.Output.Write("held while aborted"u8);
            if (round % 3 == 0)
                accepted.Abort();
            else if (round % 3 == 1)
                client.Close(0);
            else
                client.Dispose();
            Assert.True((await reading).IsCompleted);
            await accepted.DisposeAsync();
        }
    }

    private static async Task<SocketListener> ListenAsync() =>
        (SocketListener)await new SocketTransportFactory(new TransportOptions()).BindAsync(new IPEndPoint(IPAddress.Loopback, 0));

    private static int OpenDescriptors() => Directory.GetFiles("/proc/self/fd").Length;

    private static async Task PingAsync(SocketConnection connection, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            connection.Output.Write("GET / HTTP/1.1\r\nHost: example.com\r\n\r\n"u8);
            await connection.Output.FlushAsync();
            var read = await connection.Input.ReadAsync();
            connection.Input.AdvanceTo(read.Buffer.End);
        }
    }

    private static async Task EchoAsync(SocketConnection connection)
    {
        while (true)
        {
            var read = await connection.Input.ReadAsync();
            if (read.IsCompleted)
                return;
            connection.Output.Write(read.Buffer.FirstSpan);
            connection.Input.AdvanceTo(read.Buffer.End);
            await connection.Output.FlushAsync();
        }
    }
}
