using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EgressPipeline.Interception.Callers;

/// <summary>
/// Asks the kernel who owns the other end of a local connection (sock_diag(7)). Needs no capability, and answers for the
/// network namespace of this process only: a connection from elsewhere has no owner here.
/// </summary>
/// <remarks>Thread-safe. One netlink socket is kept for the next question; a question costs two system calls.</remarks>
internal sealed partial class SocketDiagnostics : IDisposable
{
    private const int AddressFamilyNetlink = 16;
    private const int RawCloseOnExec = 3 | 0x80000;
    private const int NetlinkSocketDiagnostics = 4;
    private const int DontWait = 0x40;
    private const int HeaderSize = 16; // struct nlmsghdr
    private const int RequestSize = HeaderSize + 56; // struct inet_diag_req_v2
    private const int IdOffset = 4; // struct inet_diag_sockid in struct inet_diag_msg
    private const int UidOffset = HeaderSize + 64;
    private const int AnswerSize = HeaderSize + 72; // struct inet_diag_msg
    private const ushort SockDiagByFamily = 20;

    private SafeFileHandle? _spare;

    /// <summary>The owner of the socket that is connected from <paramref name="local"/> to <paramref name="remote"/>; null when there is none.</summary>
    public SocketOwner? Find(IPEndPoint local, IPEndPoint remote)
    {
        var socket = Interlocked.Exchange(ref _spare, null) ?? Open();
        if (socket is null)
            return null;
        var owner = Ask(socket, local, remote, out var isHealthy);
        if (!isHealthy || Interlocked.CompareExchange(ref _spare, socket, null) is not null)
            socket.Dispose();
        return owner;
    }

    public void Dispose() => Interlocked.Exchange(ref _spare, null)?.Dispose();

    private static SocketOwner? Ask(SafeFileHandle socket, IPEndPoint local, IPEndPoint remote, out bool isHealthy)
    {
        Span<byte> request = stackalloc byte[RequestSize];
        Span<byte> answer = stackalloc byte[512];
        Write(request, local, remote);
        isHealthy = false;
        if (Send(socket, ref MemoryMarshal.GetReference(request), request.Length, 0) != request.Length)
            return null;
        // The kernel has put its answer into the queue when send returns.
        var received = (int)Receive(socket, ref MemoryMarshal.GetReference(answer), answer.Length, DontWait);
        isHealthy = received >= HeaderSize;
        if (received < AnswerSize || BinaryPrimitives.ReadUInt16LittleEndian(answer[4..]) != SockDiagByFamily)
            return null;
        return new SocketOwner(BinaryPrimitives.ReadUInt32LittleEndian(answer[UidOffset..]), BinaryPrimitives.ReadUInt32LittleEndian(answer[(UidOffset + 4)..]));
    }

    // Numbers are in host order, which is little-endian on every machine that .NET runs on with Linux's netfilter; ports
    // and addresses are in network order.
    private static void Write(Span<byte> request, IPEndPoint local, IPEndPoint remote)
    {
        request.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(request, RequestSize);
        BinaryPrimitives.WriteUInt16LittleEndian(request[4..], SockDiagByFamily);
        BinaryPrimitives.WriteUInt16LittleEndian(request[6..], 1); // NLM_F_REQUEST: exactly this one, no dump
        var body = request[HeaderSize..];
        body[0] = local.AddressFamily == AddressFamily.InterNetworkV6 ? (byte)10 : (byte)2;
        body[1] = (byte)ProtocolType.Tcp;
        BinaryPrimitives.WriteUInt32LittleEndian(body[4..], uint.MaxValue); // in any state
        var id = body[(4 + IdOffset)..];
        BinaryPrimitives.WriteUInt16BigEndian(id, (ushort)local.Port);
        BinaryPrimitives.WriteUInt16BigEndian(id[2..], (ushort)remote.Port);
        local.Address.TryWriteBytes(id.Slice(4, 16), out _);
        remote.Address.TryWriteBytes(id.Slice(20, 16), out _);
        BinaryPrimitives.WriteUInt64LittleEndian(id[40..], ulong.MaxValue); // no cookie
    }

    private static SafeFileHandle? Open()
    {
        var socket = NewSocket(AddressFamilyNetlink, RawCloseOnExec, NetlinkSocketDiagnostics);
        return socket < 0 ? null : new SafeFileHandle(socket, ownsHandle: true);
    }

    [LibraryImport("libc", EntryPoint = "socket")]
    private static partial int NewSocket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "send")]
    private static partial nint Send(SafeFileHandle socket, ref byte bytes, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv")]
    private static partial nint Receive(SafeFileHandle socket, ref byte bytes, nint length, int flags);
}
