using System.Net;
using System.Net.Sockets;
using EgressPipeline.Listening;
using EgressPipeline.Transport;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Abstractions;

namespace EgressPipeline.Tests.Listening;

public sealed class ConnectionHostTests : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    private readonly ConnectionHost _host = new(NullLogger.Instance);
    private readonly CancellationTokenSource _hurry = new();

    public async ValueTask DisposeAsync()
    {
        await _hurry.CancelAsync();
        await _host.StopAsync(_hurry.Token);
        _hurry.Dispose();
    }

    [Fact]
    public async Task Connection_WhoseHandlerEnds_IsClosedInOrder()
    {
        using var client = await ConnectAsync(await ServeAsync(async connection => await connection.Transport.Output.WriteAsync("hi"u8.ToArray())));

        Assert.Equal("hi"u8.ToArray(), await ReadToEndAsync(client));
    }

    [Fact]
    public async Task Connection_WhoseHandlerThrows_IsResetAndOthersAreServed()
    {
        var calls = 0;
        var address = await ServeAsync(async connection =>
        {
            var read = await connection.Transport.Input.ReadAsync(); // a reset before the client has seen its connect would end that
            if (Interlocked.Increment(ref calls) == 1)
                throw new InvalidOperationException("a bug");
            connection.Transport.Input.AdvanceTo(read.Buffer.End);
            await connection.Transport.Output.WriteAsync("ok"u8.ToArray());
        });
        using var first = await ConnectAsync(address);
        await first.SendAsync("x"u8.ToArray());
        await Assert.ThrowsAsync<SocketException>(() => ReadToEndAsync(first));

        using var second = await ConnectAsync(address);
        await second.SendAsync("x"u8.ToArray());

        Assert.Equal("ok"u8.ToArray(), await ReadToEndAsync(second));
    }

    [Fact]
    public async Task StopAsync_WithAnOpenConnection_WaitsForItAndAcceptsNoOther()
    {
        var (entered, leave) = (new TaskCompletionSource(), new TaskCompletionSource());
        var address = await ServeAsync(_ =>
        {
            entered.SetResult();
            return leave.Task;
        });
        using var client = await ConnectAsync(address);
        await entered.Task.WaitAsync(Bound);

        var stopping = _host.StopAsync(CancellationToken.None);

        Assert.False(stopping.IsCompleted);
        await Assert.ThrowsAsync<SocketException>(() => ConnectAsync(address));
        leave.SetResult();
        await stopping.WaitAsync(Bound);
    }

    [Fact]
    public async Task StopAsync_TokenFires_ResetsWhatIsOpen()
    {
        var entered = new TaskCompletionSource();
        var address = await ServeAsync(async connection =>
        {
            entered.SetResult();
            await connection.Transport.Input.ReadAsync();
        });
        using var client = await ConnectAsync(address);
        await entered.Task.WaitAsync(Bound);
        var stopping = _host.StopAsync(_hurry.Token);

        await _hurry.CancelAsync();

        await Assert.ThrowsAsync<SocketException>(() => ReadToEndAsync(client));
        await stopping.WaitAsync(Bound);
    }

    [Fact]
    public async Task StopAsync_HandlerThatNeverReturns_DoesNotHoldTheEndUp()
    {
        var (entered, never) = (new TaskCompletionSource(), new TaskCompletionSource());
        using var client = await ConnectAsync(await ServeAsync(_ =>
        {
            entered.SetResult();
            return never.Task;
        }));
        await entered.Task.WaitAsync(Bound);
        await _hurry.CancelAsync();

        await _host.StopAsync(_hurry.Token).WaitAsync(Bound);
        never.SetResult();
    }

    private async Task<EndPoint> ServeAsync(ConnectionDelegate serve)
    {
        var listener = await new SocketTransportFactory(new TransportOptions()).BindAsync(new IPEndPoint(IPAddress.Loopback, 0));
        _host.Serve(listener, serve);
        return listener.EndPoint;
    }

    private static async Task<Socket> ConnectAsync(EndPoint address)
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(address);
        return client;
    }

    private static async Task<byte[]> ReadToEndAsync(Socket client)
    {
        using var stream = new MemoryStream();
        var buffer = new byte[64];
        while (await client.ReceiveAsync(buffer).WaitAsync(Bound) is > 0 and var received)
            stream.Write(buffer, 0, received);
        return stream.ToArray();
    }
}
