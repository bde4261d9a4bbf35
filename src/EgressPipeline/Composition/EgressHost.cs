using EgressPipeline.Hosting;
using EgressPipeline.Hosting.Settings;

namespace EgressPipeline.Composition;

/// <summary>A sidecar as a program of one's own: <c>egress run</c> with filters compiled in, fit for trimming and NativeAOT.</summary>
public static class EgressHost
{
    /// <summary>
    /// Runs the sidecar until it is told to end. Flags, environment variables, settings file, start-up lines and signals are those of
    /// <c>egress run</c>. Call it once, first thing in the program: it sets how the process uses sockets.
    /// </summary>
    /// <param name="args">The command line.</param>
    /// <param name="filters">What bindings can name: <c>EgressFilters.All</c>.</param>
    /// <returns>The exit code: 0 ended as asked, 2 wrong usage, 3 could not start.</returns>
    public static async Task<int> RunAsync(string[] args, IReadOnlyList<CompiledFilter> filters)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(filters);
        var line = CommandLine.Read(args);
        if (line.WantsHelp)
        {
            Console.Out.Write(CommandLine.Help);
            return 0;
        }
        var read = line.Problems.Count > 0 ? new SettingsResult(null, line.Problems) : SettingsReader.Read(line.Flags, line.SettingsFile, Environment.GetEnvironmentVariable);
        if (read.Options is { } options)
            return await SidecarProcess.RunAsync(options, [.. filters.Select(filter => filter.Descriptor)]) ? 0 : 3;
        foreach (var problem in read.Problems)
            Console.Error.WriteLine("egress: " + problem);
        Console.Error.WriteLine("try --help");
        return 2;
    }
}
