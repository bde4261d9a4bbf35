using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;
using EgressPipeline.Http;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Upstream;

/// <summary>Asks an HTTP proxy for the way to a target (RFC 9110 §9.3.6). The time is the caller's to bound, what is read is bounded here.</summary>
internal static class ProxyTunnel
{
    /// <summary>Of the whole answer, heads of informational ones included.</summary>
    private const int MaxAnswer = 8 * 1024;

    /// <summary>Opens the tunnel. Not a byte behind the proxy's answer is read: it is the target's.</summary>
    /// <param name="socket">Connected to the proxy.</param>
    /// <param name="plan">The target.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Empty when the tunnel stands; otherwise what went wrong, without anything secret.</returns>
    public static async ValueTask<string> OpenAsync(Socket socket, TunnelPlan plan, CancellationToken cancellationToken)
    {
        var authorization = ProxyAuthorization.None;
        if (plan.AuthorizationFile.Length > 0)
            authorization = ProxyAuthorization.Read(plan.AuthorizationFile);
        if (authorization.Problem.Length > 0)
            return authorization.Problem;
        ReadOnlyMemory<byte> request = Request(plan, authorization.Value);
        while (!request.IsEmpty)
            request = request[await socket.SendAsync(request, cancellationToken)..];
        return await ReadAnswerAsync(socket, cancellationToken);
    }

    private static byte[] Request(TunnelPlan plan, string authorization)
    {
        var authority = (IPAddress.TryParse(plan.Host, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : plan.Host) + ":" + plan.Port;
        var credentials = authorization.Length == 0 ? "" : $"Proxy-Authorization: {authorization}\r\n";
        return Encoding.ASCII.GetBytes($"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n{credentials}\r\n");
    }

    private static async ValueTask<string> ReadAnswerAsync(Socket socket, CancellationToken cancellationToken)
    {
        using var head = new ResponseHead();
        var buffer = new byte[MaxAnswer];
        var (start, length) = (0, 0);
        while (length < MaxAnswer)
        {
            var seen = await socket.ReceiveAsync(buffer.AsMemory(length), SocketFlags.Peek, cancellationToken);
            if (seen == 0)
                return "the proxy closed the connection instead of answering";
            var input = new ReadOnlySequence<byte>(buffer, start, length + seen - start);
            var status = head.TryParse(input, KnownMethod.Connect, HttpLimits.Default, out var consumed, out var error);
            if (status == ParseStatus.Error)
                return "the proxy's answer is no HTTP: " + HttpParseErrors.Text(error);
            var end = status == ParseStatus.Done ? start + (int)input.Slice(0, consumed).Length : length + seen;
            while (length < end) // it was seen, so this does not wait
                length += await socket.ReceiveAsync(buffer.AsMemory(length, end - length), SocketFlags.None, cancellationToken);
            if (status != ParseStatus.Done)
                continue;
            start = end;
            if (!head.IsInformational)
                return Judge(head.Status);
        }
        return $"the proxy's answer is longer than {MaxAnswer} bytes";
    }

    private static string Judge(int status) => status switch
    {
        >= 200 and < 300 => "",
        407 => "the proxy answered 407: it wants other credentials",
        _ => $"the proxy answered {status}",
    };
}
