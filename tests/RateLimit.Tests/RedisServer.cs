using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using EgressPipeline.TestKit;

namespace RateLimit.Tests;

/// <summary>A real redis-server on loopback, without persistence, for one test.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly TempFolder _folder;
    private readonly int _port;
    private Process? _process;

    private RedisServer(TempFolder folder, int port) => (_folder, _port) = (folder, port);

    public string Endpoint => $"127.0.0.1:{_port}";

    /// <summary>Skips the test where the program is absent.</summary>
    public static async Task<RedisServer> StartAsync()
    {
        if (ExternalProgram.Find("redis-server") is null)
            Assert.Skip("redis-server is not installed");
        var server = new RedisServer(new TempFolder(), FreePort());
        await server.StartAgainAsync();
        return server;
    }

    public async Task StartAgainAsync()
    {
        _process = Process.Start(new ProcessStartInfo(ExternalProgram.Find("redis-server")!,
            ["--port", $"{_port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", _folder.Path])
        { RedirectStandardOutput = true })!;
        _ = _process.StandardOutput.ReadToEndAsync();
        await Deadline.UntilAsync(AnswersAsync, "redis-server to answer");
    }

    public async Task StopAsync()
    {
        if (_process is null)
            return;
        _process.Kill();
        await _process.WaitForExitAsync().Within("redis-server to end");
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // The server cannot choose one itself; a test that lost the race for it would fail to start it, not pass wrongly.
    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
