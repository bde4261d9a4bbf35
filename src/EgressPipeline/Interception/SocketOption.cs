using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace EgressPipeline.Interception;

/// <summary>
/// What the kernel knows about a socket, as bytes. getsockopt(2) because <see cref="Socket.GetRawSocketOption"/> throws, and
/// "no such entry" is the usual answer for a connection that was not redirected; getsockname(2) because
/// <see cref="Socket.LocalEndPoint"/> of an accepted socket is the listener's, which for TPROXY it is not.
/// </summary>
internal static partial class SocketOption
{
    private const int SocketName = -1;

    /// <summary>The local address as a <c>sockaddr</c>; false when the socket was closed.</summary>
    public static bool TryGetName(Socket socket, Span<byte> address) => TryGet(socket, SocketName, 0, address);

    public static bool TryGet(Socket socket, int level, int name, Span<byte> value)
    {
        var handle = socket.SafeHandle;
        var referenced = false;
        try
        {
            handle.DangerousAddRef(ref referenced);
            var length = value.Length;
            var descriptor = (int)handle.DangerousGetHandle();
            ref var first = ref MemoryMarshal.GetReference(value);
            return (level == SocketName ? GetSockName(descriptor, ref first, ref length) : GetSockOpt(descriptor, level, name, ref first, ref length)) == 0;
        }
        catch (ObjectDisposedException)
        {
            return false; // aborted by another thread
        }
        finally
        {
            if (referenced)
                handle.DangerousRelease();
        }
    }

    [LibraryImport("libc", EntryPoint = "getsockname")]
    private static partial int GetSockName(int socket, ref byte address, ref int length);

    [LibraryImport("libc", EntryPoint = "getsockopt")]
    private static partial int GetSockOpt(int socket, int level, int name, ref byte value, ref int length);
}
