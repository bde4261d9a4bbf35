using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using EgressPipeline.Transport;

namespace EgressPipeline.Tests.Transport;

[Collection(nameof(AloneCollection))]
public sealed partial class DescriptorLimitTests
{
    private const int RlimitNoFile = 7;

    [Fact]
    public async Task AcceptAsync_DescriptorsUsedUp_CountsBacksOffAndGoesOn()
    {
        var failed = new TaskCompletionSource<SocketError>();
        var options = new TransportOptions { AcceptFailed = error => failed.TrySetResult(error) };
        await using var listener = await new SocketTransportFactory(options).BindAsync(new IPEndPoint(IPAddress.Loopback, 0));
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.EndPoint); // completes from the backlog
        Assert.Equal(0, GetLimit(RlimitNoFile, out var limit));

        // Every number from the lowest free one on is out of bounds: nothing more can be opened.
        Assert.Equal(0, SetLimit(RlimitNoFile, limit with { Soft = LowestFreeDescriptor() }));
        Task<Microsoft.AspNetCore.Connections.ConnectionContext?> accepting;
        try
        {
            accepting = listener.AcceptAsync().AsTask();
            Assert.Equal(SocketError.TooManyOpenSockets, await failed.Task.WaitAsync(TimeSpan.FromSeconds(5)));
            Assert.False(accepting.IsCompleted);
        }
        finally
        {
            SetLimit(RlimitNoFile, limit);
        }

        await using var connection = await accepting.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.NotNull(connection);
    }

    private static ulong LowestFreeDescriptor()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        return (ulong)probe.Handle;
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, out Limit limit);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetLimit(int resource, in Limit limit);

    [StructLayout(LayoutKind.Sequential)]
    private record struct Limit(ulong Soft, ulong Hard);
}
