using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using EgressPipeline.Transport;

namespace EgressPipeline.Interception.Callers;

/// <summary>
/// Finds the process that holds a socket by looking through <c>/proc/PID/fd</c>: (1) the descriptors by which earlier
/// calls were made and have ended, the lowest first, since a process gives its next socket the lowest number that is free;
/// (2) those whose connection still lasts here, whose end may not have been noticed; (3) those processes as a whole;
/// (4) every other process, the youngest first.
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

    private volatile KnownDescriptor[] _known = [];
    private long _looks;

    /// <summary>How many descriptors were looked at so far.</summary>
    public long Looks => Volatile.Read(ref _looks);

    /// <summary>The process id, or 0 when none is found.</summary>
    /// <param name="inode">The socket.</param>
    /// <param name="connection">This end of it, whose life tells how long the descriptor is in use; null when there is none.</param>
    public int Find(uint inode, SocketConnection? connection = null)
    {
        Span<byte> buffer = stackalloc byte[32];
        Utf8.TryWrite(buffer, CultureInfo.InvariantCulture, $"socket:[{inode}]", out var length);
        ReadOnlySpan<byte> link = buffer[..length];
        var known = _known;
        var found = FindAmong(known, link, busy: false) ?? FindAmong(known, link, busy: true);
        if (found is null)
        {
            found = Search(known, link);
            if (found is null)
                return 0;
            Remember(found);
        }
        found.Hit(connection);
        return found.Process;
    }

    /// <summary>The absolute path of a process's program; empty when it may not be read. A file that was replaced since is still told.</summary>
    public string Executable(int process)
    {
        const string deleted = " (deleted)";
        Span<byte> target = stackalloc byte[MaxPath];
        var text = Encoding.UTF8.GetString(target[..Target($"{root}/{process}/exe", target)]);
        return text.EndsWith(deleted, StringComparison.Ordinal) ? text[..^deleted.Length] : text;
    }

    private KnownDescriptor? FindAmong(KnownDescriptor[] known, ReadOnlySpan<byte> link, bool busy)
    {
        foreach (var one in known)
        {
            if (one.IsBusy != busy)
                continue;
            if (IsLink(one.Process, one.Number, link))
                return one;
            if (!busy)
                one.Miss();
        }
        return null;
    }

    private KnownDescriptor? Search(KnownDescriptor[] known, ReadOnlySpan<byte> link)
    {
        int[] callers = [.. known.Select(static one => one.Process).Distinct()];
        foreach (var process in callers)
            if (Search(process, link) is { } found)
                return found;
        var others = Numbers(root);
        Array.Sort(others, static (a, b) => b.CompareTo(a));
        foreach (var process in others.AsSpan(0, Math.Min(others.Length, MaxProcesses)))
            if (!callers.Contains(process) && Search(process, link) is { } found)
                return found;
        return null;
    }

    private KnownDescriptor? Search(int process, ReadOnlySpan<byte> link)
    {
        foreach (var number in Numbers($"{root}/{process}/fd"))
            if (IsLink(process, number, link))
                return new KnownDescriptor(process, number);
        return null;
    }

    // The highest numbers are the least likely to come again. Two threads may each lose the other's entry, which costs the next search a little.
    private void Remember(KnownDescriptor found) =>
        _known = [.. _known.Where(one => !one.IsForgotten && (one.Process, one.Number) != (found.Process, found.Number)).Append(found).OrderBy(static one => one.Number).Take(Remembered)];

    private bool IsLink(int process, int number, ReadOnlySpan<byte> link)
    {
        Interlocked.Increment(ref _looks);
        Span<byte> target = stackalloc byte[64];
        return target[..Target($"{root}/{process}/fd/{number}", target)].SequenceEqual(link);
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
}
