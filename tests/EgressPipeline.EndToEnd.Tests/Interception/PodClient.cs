using System.Net;
using System.Net.Sockets;
using System.Text;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Interception;

/// <summary>A connection of the application, whose socket lives in the pod.</summary>
internal sealed class PodClient : IDisposable
{
    private readonly Socket _socket;
    private readonly byte[] _byte = new byte[1];

    private PodClient(Socket socket) => _socket = socket;

    /// <summary>Whom the kernel says this is a connection with.</summary>
    public EndPoint? Peer
    {
        get
        {
            // A socket of .NET remembers what it was told; one that is made of a handle asks.
            using var asking = new Socket(new SafeSocketHandle(_socket.Handle, ownsHandle: false));
            return asking.RemoteEndPoint;
        }
    }

    public static async Task<PodClient> ConnectAsync(NetNamespace pod, IPAddress address, int port)
    {
        var socket = pod.Make(() => new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp));
        await socket.ConnectAsync(address, port).Within("a connection from the pod");
        return new PodClient(socket);
    }

    public async Task SendAsync(string text) => await _socket.SendAsync(Encoding.ASCII.GetBytes(text));

    /// <summary>The next line without its end.</summary>
    public async Task<string> ReadLineAsync()
    {
        var line = new StringBuilder();
        while (await _socket.ReceiveAsync(_byte).Within("a byte of a line") == 1 && _byte[0] != '\n')
            line.Append((char)_byte[0]);
        return line.ToString().TrimEnd('\r');
    }

    /// <summary>Waits for the end: true when it is a reset, false when it is an orderly one.</summary>
    public async Task<bool> WasResetAsync()
    {
        try
        {
            await _socket.ReceiveAsync(_byte).Within("the end of the connection");
            return false;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode == SocketError.ConnectionReset;
        }
    }

    public void Dispose() => _socket.Dispose();
}
