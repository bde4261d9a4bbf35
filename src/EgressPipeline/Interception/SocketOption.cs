using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace EgressPipeline.Interception;

/// <summary>
/// getsockopt(2) whose failure is a value. <see cref="Socket.GetRawSocketOption"/> throws, and "no such entry" is the
/// usual answer for every connection that was not redirected.
/// </summary>
internal static partial class SocketOption
{
    public static bool TryGet(Socket socket, int level, int name, Span<byte> value)
    {
        var handle = socket.SafeHandle;
        var referenced = false;
        try
        {
            handle.DangerousAddRef(ref referenced);
            var length = value.Length;
            return GetSockOpt((int)handle.DangerousGetHandle(), level, name, ref MemoryMarshal.GetReference(value), ref length) == 0;
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

    [LibraryImport("libc", EntryPoint = "getsockopt")]
    private static partial int GetSockOpt(int socket, int level, int name, ref byte value, ref int length);
}
