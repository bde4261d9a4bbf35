using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EgressPipeline.Tests.Interception;

/// <summary>Runs code on a thread inside a network namespace: sockets made there stay in it for good.</summary>
internal static partial class NamespaceThread
{
    private const int CloneNewNet = 0x40000000;

    public static Task<T> RunAsync<T>(string path, Func<T> make)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                using (var handle = File.OpenHandle(path))
                    Enter(handle);
                done.SetResult(make());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        thread.Start(); // it ends here and is never pooled: the namespace goes with it
        return done.Task;
    }

    private static void Enter(SafeFileHandle handle)
    {
        if (SetNs(handle, CloneNewNet) != 0)
            throw new IOException($"setns: error {Marshal.GetLastPInvokeError()}");
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNs(SafeFileHandle handle, int type);
}
