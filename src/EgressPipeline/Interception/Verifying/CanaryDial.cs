using System.Net;
using System.Net.Sockets;

namespace EgressPipeline.Interception.Verifying;

/// <summary>Dials the canary as the application would dial anything, and waits for the sidecar's answer.</summary>
internal static class CanaryDial
{
    /// <summary>How long an answer may take; from the same machine it takes less than a millisecond.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <param name="family">IPv4 or IPv6.</param>
    /// <param name="port">A port that the rules do not leave alone.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<CanaryResult> RunAsync(AddressFamily family, int port, CancellationToken cancellationToken)
    {
        if (!HasRoute(family, port))
            return CanaryResult.NoRoute;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            using var socket = new Socket(family, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(new IPEndPoint(InterceptCanary.Address(family), port), limit.Token);
            return await IsAnsweredAsync(socket, limit.Token) ? CanaryResult.Intercepted : CanaryResult.NotIntercepted;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode is SocketError.ConnectionRefused or SocketError.ConnectionReset ? CanaryResult.Refused : CanaryResult.NotIntercepted;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return CanaryResult.NotIntercepted;
        }
    }

    // Connecting a datagram socket looks the route up and sends nothing. "Unreachable" in answer to a packet would be a
    // router's word, which the packet got as far as.
    private static bool HasRoute(AddressFamily family, int port)
    {
        try
        {
            using var socket = new Socket(family, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(new IPEndPoint(InterceptCanary.Address(family), port));
            return true;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode == SocketError.AccessDenied; // eBPF mode refuses to connect to UDP 443, wherever it is
        }
    }

    private static async Task<bool> IsAnsweredAsync(Socket socket, CancellationToken cancellationToken)
    {
        var answer = new byte[InterceptCanary.Answer.Length];
        var length = 0;
        while (length < answer.Length && await socket.ReceiveAsync(answer.AsMemory(length), cancellationToken) is > 0 and var received)
            length += received;
        return answer.AsSpan(0, length).SequenceEqual(InterceptCanary.Answer.Span);
    }
}
