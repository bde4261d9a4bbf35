namespace EgressPipeline.Interception.Ebpf;

/// <summary>The file system that pins are kept in.</summary>
internal static class BpfFileSystem
{
    private const string FirstProcessNamespace = "pid:[4026531836]"; // PROC_PID_INIT_INO

    /// <summary>Makes sure that there is one at a folder.</summary>
    /// <exception cref="BpfException">There is none, and mounting one is not permitted or would not last.</exception>
    public static void Ensure(string folder)
    {
        if (KernelFiles.IsBpf(folder))
            return;
        // A container's mounts end with it, and pins with their mount: the programs would silently be gone.
        if (!OutlivesThisProcess())
            throw new BpfException($"no bpffs is mounted at {folder}, and one that is mounted from here would end with this process, and interception with it; mount the node's there (mount -t bpf bpf {folder}), or name it with --bpffs");
        KernelFiles.MountBpf(folder);
    }

    // The mounts of the machine's first process last.
    private static bool OutlivesThisProcess() => Namespace("self", "pid") == FirstProcessNamespace && Namespace("self", "mnt") is { } mounts && mounts == Namespace("1", "mnt");

    private static string? Namespace(string process, string kind)
    {
        try
        {
            return File.ResolveLinkTarget($"/proc/{process}/ns/{kind}", returnFinalTarget: false)?.Name;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
