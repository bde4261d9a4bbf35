using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace EgressPipeline.TestSupport.Dns;

/// <summary>
/// A name server on a free UDP port of loopback, unless told otherwise, that answers A and AAAA questions from a table the test changes as it
/// goes. Names it does not know get NXDOMAIN with an SOA record.
/// </summary>
public sealed class DnsServer : IDisposable
{
    private readonly Socket _socket;
    private readonly ConcurrentDictionary<string, DnsEntry> _entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly TcpListener _listener;
    private int _questions;
    private int _tcpQuestions;

    private DnsServer(Socket socket, TcpListener listener)
    {
        _socket = socket;
        _listener = listener;
        EndPoint = (IPEndPoint)_socket.LocalEndPoint!;
        _ = ServeAsync();
        _ = ServeTcpAsync();
    }

    public static DnsServer Start() => Start(new IPEndPoint(IPAddress.Loopback, 0));

    /// <summary>The same at an address of one's own: port 53 inside a <see cref="NetNamespace"/>.</summary>
    public static DnsServer Start(IPEndPoint at)
    {
        // A port that is free for UDP may be taken for TCP.
        for (var attempt = 1; ; attempt++)
        {
            var socket = new Socket(at.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            try
            {
                socket.Bind(at);
                var listener = new TcpListener((IPEndPoint)socket.LocalEndPoint!);
                listener.Start();
                return new DnsServer(socket, listener);
            }
            catch (SocketException) when (at.Port == 0 && attempt < 50)
            {
                socket.Dispose();
            }
        }
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Questions received so far; a name is usually two, A and AAAA.</summary>
    public int Questions => Volatile.Read(ref _questions);

    /// <summary>Those of them that came over TCP.</summary>
    public int TcpQuestions => Volatile.Read(ref _tcpQuestions);

    /// <summary>Longer answers are cut short over UDP and given whole over TCP.</summary>
    public int UdpLimit { get; set; } = 1232;

    /// <summary>When set, answers carry another id than their questions.</summary>
    public bool Forges { get; set; }

    /// <summary>When set, every question is answered with SERVFAIL.</summary>
    public bool Fails { get; set; }

    /// <summary>When set, it is sent in place of the records: what follows the question's id.</summary>
    public byte[]? Garbage { get; set; }

    /// <summary>When set, no question is answered.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Answers over UDP wait for this.</summary>
    public Task Opened { get; set; } = Task.CompletedTask;

    /// <summary>MINIMUM field and TTL of the SOA record behind negative answers, in seconds.</summary>
    public int NegativeTtl { get; set; } = 7;

    /// <summary>Sets the addresses of a name; none = the name exists without any.</summary>
    public void Set(string name, int ttlSeconds, params string[] addresses) =>
        _entries[name] = new DnsEntry(ttlSeconds, [.. addresses.Select(IPAddress.Parse)]);

    public void Dispose()
    {
        _socket.Dispose();
        _listener.Dispose();
    }

    private async Task ServeAsync()
    {
        var buffer = new byte[1024];
        try
        {
            while (true)
            {
                var from = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(EndPoint.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0));
                Interlocked.Increment(ref _questions);
                await Opened;
                if (!IsSilent)
                    await _socket.SendToAsync(Cut(Answer(buffer.AsSpan(0, from.ReceivedBytes))), SocketFlags.None, from.RemoteEndPoint);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Disposed: the test is over.
        }
    }

    private async Task ServeTcpAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                var stream = client.GetStream();
                var length = new byte[2];
                await stream.ReadExactlyAsync(length);
                var question = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
                await stream.ReadExactlyAsync(question);
                Interlocked.Increment(ref _questions);
                Interlocked.Increment(ref _tcpQuestions);
                var answer = Answer(question);
                BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)answer.Length);
                await stream.WriteAsync((byte[])[.. length, .. answer]);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or IOException)
        {
            // Disposed: the test is over.
        }
    }

    private byte[] Cut(byte[] answer)
    {
        if (Forges)
            answer[0] ^= 0xFF;
        if (answer.Length <= UdpLimit)
            return answer;
        var (_, nameEnd) = ReadName(answer);
        answer[2] |= 0x02; // TC
        answer[6] = answer[7] = answer[8] = answer[9] = 0;
        return answer[..(nameEnd + 4)];
    }

    private byte[] Answer(ReadOnlySpan<byte> question)
    {
        if (Garbage is { } garbage)
            return [.. question[..2], .. garbage];
        var (name, nameEnd) = ReadName(question);
        var type = BinaryPrimitives.ReadUInt16BigEndian(question[nameEnd..]);
        var known = _entries.TryGetValue(name, out var entry);
        var family = type == 28 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        IPAddress[] addresses = Fails || !known ? [] : [.. entry!.Addresses.Where(address => address.AddressFamily == family)];
        var answer = new List<byte>(question[..(nameEnd + 4)].ToArray());
        SetHeader(answer, Fails ? 2 : known ? 0 : 3, addresses.Length, authorities: !Fails && addresses.Length == 0 ? 1 : 0);
        foreach (var address in addresses)
            AddRecord(answer, type, entry!.TtlSeconds, address.GetAddressBytes());
        if (!Fails && addresses.Length == 0)
            AddRecord(answer, 6, NegativeTtl, Soa());
        return [.. answer];
    }

    private static (string Name, int End) ReadName(ReadOnlySpan<byte> question)
    {
        var labels = new List<string>();
        var at = 12;
        while (question[at] != 0)
        {
            labels.Add(System.Text.Encoding.ASCII.GetString(question.Slice(at + 1, question[at])));
            at += question[at] + 1;
        }
        return (string.Join('.', labels), at + 1);
    }

    private static void SetHeader(List<byte> answer, int code, int answers, int authorities)
    {
        answer[2] = 0x84; // response, authoritative
        answer[3] = (byte)(0x80 | code); // recursion available
        byte[] counts = [0, 1, (byte)(answers >> 8), (byte)answers, 0, (byte)authorities, 0, 0];
        for (var i = 0; i < counts.Length; i++)
            answer[4 + i] = counts[i];
    }

    private static void AddRecord(List<byte> answer, ushort type, int ttl, byte[] data)
    {
        Span<byte> head = stackalloc byte[12];
        BinaryPrimitives.WriteUInt16BigEndian(head, 0xC00C); // the name of the question
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], type);
        BinaryPrimitives.WriteUInt16BigEndian(head[4..], 1);
        BinaryPrimitives.WriteInt32BigEndian(head[6..], ttl);
        BinaryPrimitives.WriteUInt16BigEndian(head[10..], (ushort)data.Length);
        answer.AddRange(head);
        answer.AddRange(data);
    }

    private byte[] Soa()
    {
        var data = new byte[2 + 20]; // root as server and mailbox, then serial, refresh, retry, expire, minimum
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(18), NegativeTtl);
        return data;
    }
}
