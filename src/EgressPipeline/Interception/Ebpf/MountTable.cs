namespace EgressPipeline.Interception.Ebpf;

/// <summary>What is mounted where, of <c>/proc/self/mountinfo</c>.</summary>
internal static class MountTable
{
    /// <summary>The first place where the tree of cgroups is mounted; null when it is nowhere.</summary>
    public static string? Cgroup2() => Find(File.ReadLines("/proc/self/mountinfo"), "cgroup2");

    /// <summary>The place of the first mount of a kind.</summary>
    internal static string? Find(IEnumerable<string> lines, string kind)
    {
        foreach (var line in lines)
        {
            // proc(5): number, parent, device, root, place, options, optional fields, a hyphen, kind, source, options.
            var words = line.Split(' ');
            var hyphen = Array.IndexOf(words, "-");
            if (hyphen > 4 && hyphen + 1 < words.Length && words[hyphen + 1] == kind)
                return Unescape(words[4]);
        }
        return null;
    }

    private static string Unescape(string place) =>
        place.Replace("\\040", " ", StringComparison.Ordinal).Replace("\\011", "\t", StringComparison.Ordinal).Replace("\\012", "\n", StringComparison.Ordinal).Replace("\\134", "\\", StringComparison.Ordinal);
}
