using System.Globalization;
using System.Runtime.InteropServices;

namespace EgressPipeline.Hosting;

/// <summary>
/// Gives back what only starting needed. Reading the policies leaves a heap of dead objects, and serving allocates next to
/// nothing, so no collection would come by itself for hours. Likewise most of the code that ran so far (parsers,
/// validators, the runtime's own start) never runs again, but its pages stay counted as this process's memory until
/// the machine runs short.
/// </summary>
internal static partial class StartUpMemory
{
    private const int PageOut = 21; // MADV_PAGEOUT, Linux 5.4: a hint, nothing is lost; what is used again is mapped again

    /// <summary>Takes some 30 ms, so it is done once the sidecar serves. Only collects where the system is not Linux.</summary>
    public static void Release()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            foreach (var line in File.ReadLines("/proc/self/maps"))
                if (IsFile(line) && TryReadRange(line, out var start, out var end))
                    _ = Advise(start, (nuint)(end - start), PageOut);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Only memory is at stake.
        }
    }

    // start-end permissions offset device inode path: an anonymous mapping has inode 0.
    private static bool IsFile(string line) => line.Contains(" /", StringComparison.Ordinal) && !line.Contains("/memfd:", StringComparison.Ordinal);

    private static bool TryReadRange(string line, out nint start, out nint end)
    {
        var dash = line.IndexOf('-', StringComparison.Ordinal);
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        end = 0;
        return nint.TryParse(line.AsSpan(0, dash), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out start)
            && nint.TryParse(line.AsSpan(dash + 1, space - dash - 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out end);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);
}
