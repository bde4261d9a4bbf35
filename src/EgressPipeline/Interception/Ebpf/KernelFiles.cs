using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EgressPipeline.Interception.Ebpf;

/// <summary>Files of the kernel's own: folders that stand for cgroups, and those that hold pins.</summary>
internal static unsafe partial class KernelFiles
{
    private const long Cgroup2 = 0x6367_7270, Bpf = 0xCAFE_4A11;
    private const int OpenDirectory = 0x10000, OpenOnlyForUse = 0x80000; // O_DIRECTORY (x64), O_CLOEXEC
    private const int OpenDirectoryArm = 0x4000;
    private const int StatfsSize = 256, StatxSize = 256, StatxInode = 0x100, InodeOffset = 32;
    private const int CurrentFolder = -100;

    public static bool IsCgroup(string folder) => FileSystem(folder) == Cgroup2;

    public static bool IsBpf(string folder) => FileSystem(folder) == Bpf;

    public static SafeFileHandle OpenFolder(string folder)
    {
        var directory = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? OpenDirectoryArm : OpenDirectory;
        var descriptor = Open(folder, directory | OpenOnlyForUse);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Failure(folder + " cannot be opened");
    }

    /// <summary>The number of a folder, which for a cgroup is the kernel's id of it; 0 when it is not there.</summary>
    public static ulong Inode(string folder)
    {
        Span<byte> answer = stackalloc byte[StatxSize];
        fixed (byte* at = answer)
            return Statx(CurrentFolder, folder, 0, StatxInode, at) == 0 ? BinaryPrimitives.ReadUInt64LittleEndian(answer[InodeOffset..]) : 0;
    }

    /// <summary>Mounts a file system for pins.</summary>
    public static void MountBpf(string folder)
    {
        if (Mount("bpf", folder, "bpf", 0, "mode=0700") != 0)
            throw Failure($"no bpffs can be mounted at {folder}");
    }

    private static BpfException Failure(string what) => new($"{what}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    // The first field of struct statfs is the kind, a word of the machine.
    private static long FileSystem(string folder)
    {
        Span<byte> answer = stackalloc byte[StatfsSize];
        fixed (byte* at = answer)
            return Statfs(folder, at) == 0 ? BinaryPrimitives.ReadInt64LittleEndian(answer) : 0;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "statfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statfs(string path, byte* answer);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, byte* answer);

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Mount(string source, string target, string kind, nuint flags, string options);
}
