using System.Net.Sockets;
using EgressPipeline.Listening;
using EgressPipeline.Transport;

namespace EgressPipeline.Pipeline;

/// <summary>
/// Ends a connection so that its last answer arrives: a close with unread bytes makes the kernel send a reset, which
/// destroys an answer on its way (RFC 9112 §9.6). So: FIN first, then read what the client still sends, for a moment.
/// </summary>
internal sealed class LingeringClose : IHeartbeatTarget
{
    private const long LingerMilliseconds = 1000;
    private const long MaxDiscarded = 1 << 20;

    private readonly SocketConnection _client;
    private readonly long _deadline;

    private LingeringClose(SocketConnection client, long deadline)
    {
        _client = client;
        _deadline = deadline;
    }

    public void OnHeartbeat(long nowMilliseconds)
    {
        if (nowMilliseconds >= _deadline)
            _client.Transport.Input.CancelPendingRead();
    }

    /// <summary>Closes the sending side and waits, within bounds, for the client to do the same.</summary>
    public static async ValueTask RunAsync(SocketConnection client, Heartbeat heartbeat)
    {
        if (client.IsAborted || client.IsPeerClosed)
            return;
        await client.Transport.Output.CompleteAsync();
        var closing = new LingeringClose(client, heartbeat.NowMilliseconds + LingerMilliseconds);
        heartbeat.Register(closing);
        try
        {
            await closing.DiscardAsync();
        }
        finally
        {
            heartbeat.Unregister(closing);
        }
    }

    private async ValueTask DiscardAsync()
    {
        for (var discarded = 0L; discarded < MaxDiscarded;)
        {
            var read = await _client.Transport.Input.ReadAsync();
            discarded += read.Buffer.Length;
            _client.Transport.Input.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted || read.IsCanceled)
                return;
        }
    }
}
