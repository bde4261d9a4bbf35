using System.Globalization;
using EgressPipeline.Interception.Rules;

namespace EgressPipeline.Interception.Applying;

/// <summary>The user and group by which the kernel's rules know a process: those its sockets are made with.</summary>
internal readonly record struct ProcessOwner(uint Uid, uint Gid)
{
    // In /proc/PID/status: real, effective, saved, file system.
    private const int FileSystemColumn = 3;

    public static ProcessOwner Read() => Parse(File.ReadAllText("/proc/self/status"));

    public static ProcessOwner Parse(string status) => new(Id(status, "Uid:"), Id(status, "Gid:"));

    public bool IsExempt(InterceptOptions options) => options.ExemptUids.Contains(Uid) || options.ExemptGids.Contains(Gid);

    private static uint Id(string status, string field)
    {
        foreach (var line in status.Split('\n'))
            if (line.StartsWith(field, StringComparison.Ordinal) && line[field.Length..].Split('\t', StringSplitOptions.RemoveEmptyEntries) is { Length: > FileSystemColumn } ids)
                return uint.Parse(ids[FileSystemColumn], CultureInfo.InvariantCulture);
        throw new FormatException($"no {field} in a process's status");
    }
}
