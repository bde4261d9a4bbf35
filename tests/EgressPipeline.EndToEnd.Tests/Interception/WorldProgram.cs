using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Interception;

/// <summary>A real server that runs in a network namespace until it is disposed; then it is killed by its id.</summary>
internal sealed class WorldProgram : IAsyncDisposable
{
    private readonly Process _process;

    private WorldProgram(Process process) => _process = process;

    /// <summary>Starts it and waits until it accepts connections.</summary>
    public static async Task<WorldProgram> StartAsync(NetNamespace network, IPEndPoint listensAt, params string[] command)
    {
        var line = network.Enter(command);
        var start = new ProcessStartInfo(line[0], line.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true };
        var process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var program = new WorldProgram(process);
        try
        {
            await Deadline.UntilAsync(() => AcceptsAsync(network, listensAt), $"{command[0]} accepts connections");
            return program;
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }

    private static async Task<bool> AcceptsAsync(NetNamespace network, IPEndPoint at)
    {
        using var socket = network.Make(() => new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp));
        try
        {
            await socket.ConnectAsync(at);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
