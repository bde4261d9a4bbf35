using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace EgressPipeline.Interception.Callers;

/// <summary>
/// Finds the process that holds a socket by looking through <c>/proc/PID/fd</c>: (1) the descriptors by which earlier
/// calls were made, since a process gives its next socket a number that became free; (2) those processes as a whole;
/// (3) every other process, the youngest first.
/// </summary>
/// <remarks>
/// Thread-safe. Sees processes of its own process namespace whose descriptors it may read: its own user's, or all with
/// CAP_SYS_PTRACE. Bounded by <see cref="MaxProcesses"/> processes.
/// </remarks>
/// <param name="root">Where the kernel's processes are: <c>/proc</c>.</param>
internal sealed partial class SocketHolder(string root = "/proc")
{
    /// <summary>More processes than this are not looked at for one socket.</summary>
    public const int MaxProcesses = 4096;

    private const int Remembered = 64;
    private const int MaxPath = 4096;

    private volatile Descriptor[] _recent = [];

    /// <summary>The process id, or 0 when none is found.</summary>
    public int Find(uint inode)
    {
        Span<byte> buffer = stackalloc byte[32];
        Utf8.TryWrite(buffer, CultureInfo.InvariantCulture, $"socket:[{inode}]", out var length);
        ReadOnlySpan<byte> link = buffer[..length];
        var recent = _recent;
        foreach (var last in recent)
            if (IsLink(last, link))
                return last.Process;
        foreach (var process in recent.Select(static last => last.Process).Distinct())
            if (Search(process, link) is { } found)
                return Remember(found);
        return FindAmongOthers(recent, link);
    }

    /// <summary>The absolute path of a process's program; empty when it may not be read. A file that was replaced since is still told.</summary>
    public string Executable(int process)
    {
        const string deleted = " (deleted)";
        Span<byte> target = stackalloc byte[MaxPath];
        var text = Encoding.UTF8.GetString(target[..Target($"{root}/{process}/exe", target)]);
        return text.EndsWith(deleted, StringComparison.Ordinal) ? text[..^deleted.Length] : text;
    }

    private int FindAmongOthers(Descriptor[] recent, ReadOnlySpan<byte> link)
    {
        var processes = Numbers(root);
        Array.Sort(processes, static (a, b) => b.CompareTo(a));
        foreach (var process in processes.AsSpan(0, Math.Min(processes.Length, MaxProcesses)))
            if (!Array.Exists(recent, last => last.Process == process) && Search(process, link) is { } found)
                return Remember(found);
        return 0;
    }

    // Two threads may each lose the other's entry, which costs the next search a little.
    private int Remember(Descriptor found)
    {
        _recent = [found, .. _recent.Take(Remembered - 1)];
        return found.Process;
    }

    private Descriptor? Search(int process, ReadOnlySpan<byte> link)
    {
        foreach (var number in Numbers($"{root}/{process}/fd"))
            if (IsLink(new Descriptor(process, number), link))
                return new Descriptor(process, number);
        return null;
    }

    private bool IsLink(Descriptor descriptor, ReadOnlySpan<byte> link)
    {
        Span<byte> target = stackalloc byte[64];
        return target[..Target($"{root}/{descriptor.Process}/fd/{descriptor.Number}", target)].SequenceEqual(link);
    }

    // A process may end, or be somebody else's, at any step: then it has no entries.
    private static int[] Numbers(string folder)
    {
        try
        {
            var numbers = new List<int>();
            foreach (var entry in Directory.EnumerateFileSystemEntries(folder))
                if (int.TryParse(Path.GetFileName(entry.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                    numbers.Add(number);
            return [.. numbers];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <returns>The bytes of the target, 0 when there is none to be read.</returns>
    private static int Target(string link, Span<byte> target) =>
        Math.Max(0, (int)ReadLink(link, ref MemoryMarshal.GetReference(target), target.Length));

    [LibraryImport("libc", EntryPoint = "readlink", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint ReadLink(string path, ref byte target, nint size);

    private readonly record struct Descriptor(int Process, int Number);
}
