using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using EgressPipeline.Dns.Messages;

namespace EgressPipeline.Dns;

/// <summary>
/// Asks one name server one question: over UDP from a port of its own, chosen by the kernel at random, under a random id, and
/// over TCP when the answer is cut short. Whatever else arrives there is ignored, so an answer cannot be made up by who
/// does not see the question. Safe for concurrent use.
/// </summary>
internal sealed class NameServerClient(TimeProvider time)
{
    /// <summary>What fits unfragmented everywhere (DNS flag day 2020).</summary>
    private const int Payload = 1232;

    /// <summary>After so many datagrams that are no answer, somebody is guessing: the question is asked over TCP.</summary>
    private const int MaxStrayDatagrams = 16;

    private const int OptSize = 11;

    /// <summary>Asks.</summary>
    /// <param name="server">Whom.</param>
    /// <param name="key">Name and type in wire form.</param>
    /// <param name="patience">Bound on the whole.</param>
    /// <returns>The reply, which is a reply to this question, or null with the result that says why.</returns>
    public async Task<(byte[]? Reply, UpstreamResult Result)> AskAsync(IPEndPoint server, byte[] key, TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience, time);
        var id = (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);
        var question = Question(id, key);
        try
        {
            var reply = await AskUdpAsync(server, id, key, question, limit.Token) ?? await AskTcpAsync(server, id, key, question, limit.Token);
            return (reply, reply is null ? UpstreamResult.Invalid : UpstreamResult.Answered);
        }
        catch (OperationCanceledException)
        {
            return (null, UpstreamResult.Timeout);
        }
        catch (SocketException)
        {
            return (null, UpstreamResult.Unreachable);
        }
    }

    // Null when the answer does not fit or cannot be told from forged ones.
    private static async Task<byte[]?> AskUdpAsync(IPEndPoint server, ushort id, byte[] key, byte[] question, CancellationToken limit)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(server, limit); // the kernel then takes datagrams of this server only
        await socket.SendAsync(question, SocketFlags.None, limit);
        var buffer = ArrayPool<byte>.Shared.Rent(Payload);
        try
        {
            for (var strays = 0; strays < MaxStrayDatagrams; strays++)
            {
                var length = await socket.ReceiveAsync(buffer.AsMemory(0, Payload), SocketFlags.None, limit);
                if (ReplyReader.IsReplyTo(buffer.AsSpan(0, length), id, key))
                    return new DnsHeader(buffer.AsSpan(0, length)).IsTruncated ? null : buffer[..length];
            }
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<byte[]?> AskTcpAsync(IPEndPoint server, ushort id, byte[] key, byte[] question, CancellationToken limit)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server, limit);
        var framed = new byte[2 + question.Length];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)question.Length);
        question.CopyTo(framed, 2);
        for (var sent = 0; sent < framed.Length;)
            sent += await socket.SendAsync(framed.AsMemory(sent), SocketFlags.None, limit);
        var size = new byte[2];
        if (!await ReceiveAsync(socket, size, limit))
            return null;
        var reply = new byte[BinaryPrimitives.ReadUInt16BigEndian(size)];
        return await ReceiveAsync(socket, reply, limit) && ReplyReader.IsReplyTo(reply, id, key) ? reply : null;
    }

    private static async Task<bool> ReceiveAsync(Socket socket, Memory<byte> buffer, CancellationToken limit)
    {
        while (!buffer.IsEmpty)
        {
            var received = await socket.ReceiveAsync(buffer, SocketFlags.None, limit);
            if (received == 0)
                return false;
            buffer = buffer[received..];
        }
        return true;
    }

    private static byte[] Question(ushort id, byte[] key)
    {
        var message = new byte[DnsHeader.Size + key.Length + 2 + OptSize];
        DnsHeader.WriteQuery(message, id);
        key.CopyTo(message, DnsHeader.Size);
        var at = DnsHeader.Size + key.Length;
        message[at + 1] = 1; // IN
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(at + 3), (ushort)DnsType.Opt);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(at + 5), Payload);
        return message;
    }
}
