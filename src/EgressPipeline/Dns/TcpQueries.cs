using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using EgressPipeline.Listening;
using Microsoft.AspNetCore.Connections;

namespace EgressPipeline.Dns;

/// <summary>
/// Serves the questions of TCP connections (RFC 7766): each with its length before it, several at once, each answered as soon
/// as it can be. Safe for concurrent use.
/// </summary>
internal sealed class TcpQueries(Resolver resolver, Heartbeat heartbeat, CancellationToken closing)
{
    /// <summary>Connections at once; above that the listener turns them away.</summary>
    public const int MaxConnections = 256;

    /// <summary>Questions of one connection that may wait for name servers at once; further ones are not read.</summary>
    public const int MaxWaiting = 16;

    /// <summary>A connection without a whole question for this long is closed (RFC 7766 §6.2.3 suggests seconds).</summary>
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Serves one connection to its end.</summary>
    public async Task OnConnectionAsync(ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        using var writer = new TcpAnswers(connection, resolver, MaxWaiting);
        var deadline = new ReadDeadline(heartbeat, input);
        using var stop = closing.UnsafeRegister(static reader => ((PipeReader)reader!).CancelPendingRead(), input);
        while (await ReadAsync(input, deadline) is { } exchange)
            if (!await writer.AnswerAsync(exchange))
                break;
        await writer.FinishAsync();
    }

    // Null when the connection ends: closed, silent for too long, or not speaking DNS.
    private async ValueTask<DnsExchange?> ReadAsync(PipeReader input, ReadDeadline deadline)
    {
        deadline.Arm(IdleTimeout);
        try
        {
            while (true)
            {
                var read = await input.ReadAsync();
                var exchange = TryTake(read.Buffer, out var consumed, out var isHopeless);
                input.AdvanceTo(consumed, exchange is null ? read.Buffer.End : consumed);
                if (isHopeless)
                    resolver.Unreadable();
                if (exchange is not null || isHopeless || read.IsCompleted || read.IsCanceled)
                    return exchange;
            }
        }
        finally
        {
            deadline.Disarm();
        }
    }

    private static DnsExchange? TryTake(in ReadOnlySequence<byte> buffer, out SequencePosition consumed, out bool isHopeless)
    {
        consumed = buffer.Start;
        isHopeless = false;
        if (buffer.Length < 2)
            return null;
        Span<byte> prefix = stackalloc byte[2];
        buffer.Slice(0, 2).CopyTo(prefix);
        int length = BinaryPrimitives.ReadUInt16BigEndian(prefix);
        isHopeless = length is 0 or > DnsExchange.MaxQuery;
        if (isHopeless || buffer.Length < 2 + length)
            return null;
        var exchange = new DnsExchange(isTcp: true) { Length = length };
        var message = buffer.Slice(2, length);
        message.CopyTo(exchange.Message);
        consumed = message.End;
        return exchange;
    }
}
