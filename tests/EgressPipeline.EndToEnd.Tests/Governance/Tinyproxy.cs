using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Governance;

/// <summary>A real forward proxy that wants a password (corp, hidden) and connects to one port.</summary>
internal sealed class Tinyproxy : IAsyncDisposable
{
    private const string Program = "/usr/bin/tinyproxy";

    private readonly Process _process;

    private Tinyproxy(Process process, int port)
    {
        _process = process;
        EndPoint = new IPEndPoint(IPAddress.Loopback, port);
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Skips the test where the program is not installed.</summary>
    /// <param name="folder">For its configuration.</param>
    /// <param name="allowedPort">Where tunnels may go.</param>
    public static async Task<Tinyproxy> StartAsync(TempFolder folder, int allowedPort)
    {
        Assert.SkipUnless(File.Exists(Program), "tinyproxy is not installed");
        var port = FreePort();
        folder.Write("tinyproxy.conf", $"""
            Port {port}
            Listen 127.0.0.1
            Timeout 60
            BasicAuth corp hidden
            ConnectPort {allowedPort}

            """);
        var started = new Tinyproxy(Process.Start(new ProcessStartInfo(Program, ["-d", "-c", folder.File("tinyproxy.conf")]) { RedirectStandardError = true, RedirectStandardOutput = true })!, port);
        await Deadline.UntilAsync(() => IsOpen(port), "tinyproxy listens");
        return started;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool IsOpen(int port)
    {
        try
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
