namespace EgressPipeline.Host.CommandLine;

/// <summary>How a verb says that it cannot go on: one line a problem on standard error.</summary>
internal static class Complaint
{
    /// <returns>The exit code that was passed in.</returns>
    public static int Write(IEnumerable<string> problems, int exitCode)
    {
        foreach (var problem in problems)
            Console.Error.WriteLine("egress: " + problem);
        return exitCode;
    }

    public static int Write(string problem, int exitCode) => Write([problem], exitCode);
}
