using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Calls;

/// <summary>Reads the calling process of a described call: what the sidecar would find out by the connection's socket.</summary>
public static class ProcessWords
{
    /// <summary>The process, or null when nothing is said of it, or with what is wrong in one clause.</summary>
    /// <param name="uid">User id, 0 to 4294967295; null = not said.</param>
    /// <param name="program">Absolute path of the program; null = could not be found.</param>
    /// <param name="problem">What is wrong; null when nothing is.</param>
    public static LocalProcess? Read(long? uid, string? program, out string? problem)
    {
        problem = null;
        if (uid is null && program is not null)
            problem = "a program is never known without its user: say that, too";
        else if (uid is < 0 or > uint.MaxValue)
            problem = uid + " is no user id";
        else if (program is not null && !program.StartsWith("/", StringComparison.Ordinal))
            problem = "'" + program + "' is no absolute path of a program";
        return problem is null && uid is { } known ? new LocalProcess((uint)known, 0, program ?? "") : null;
    }
}
