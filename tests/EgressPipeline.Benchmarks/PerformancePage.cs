using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using BenchmarkDotNet.Reports;

namespace EgressPipeline.Benchmarks;

/// <summary>Puts what was measured into its section of docs/performance.md; the rest of the page is written by <c>tests/load/run.sh</c>.</summary>
internal static class PerformancePage
{
    private const string Begin = "<!-- begin micro-benchmarks -->";
    private const string End = "<!-- end micro-benchmarks -->";

    private static readonly string Root = typeof(PerformancePage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(fact => fact.Key == "RepositoryRoot").Value!;

    public static void Write(IEnumerable<Summary> summaries)
    {
        var path = Path.Combine(Root, "docs", "performance.md");
        var page = File.ReadAllText(path);
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal), page.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 || end < begin)
            throw new InvalidOperationException(path + " has no section for micro-benchmarks");
        File.WriteAllText(path, page[..(begin + Begin.Length)] + "\n" + Section([.. summaries]) + page[end..]);
    }

    private static string Section(Summary[] summaries)
    {
        var host = summaries[0].HostEnvironmentInfo;
        var text = new StringBuilder($"""
            ## In the process: look-ups and decisions

            Written by `dotnet run -c Release --project tests/EgressPipeline.Benchmarks -- --write` (BenchmarkDotNet). {BenchmarkSettings.Method}

            - date: {DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}
            - commit: {Git("rev-parse --short HEAD")}
            - machine: {host.Cpu.Value.ProcessorName}, {host.RuntimeVersion}

            | what | least | median | bytes allocated | target | met |
            |---|---:|---:|---:|---:|---|

            """);
        foreach (var report in summaries.SelectMany(summary => summary.Reports))
            text.Append(Row(report));
        return text.ToString();
    }

    private static string Row(BenchmarkReport report)
    {
        var benchmark = report.BenchmarkCase;
        var name = string.Join(", ", benchmark.Parameters.Items.Select(item => BenchmarkWords.Of(item.Value)).Prepend(BenchmarkWords.Of(benchmark.Descriptor)));
        var statistics = report.ResultStatistics!;
        var bytes = report.GcStats.GetBytesAllocatedPerOperation(benchmark);
        var target = BenchmarkTargets.Of(benchmark);
        var met = target is not { } bound ? "" : statistics.Min <= bound ? "yes" : "**no**";
        return $"| {name} | {Time(statistics.Min)} | {Time(statistics.Median)} | {bytes} | {(target is { } t ? "at most " + Time(t) : "")} | {met} |\n";
    }

    private static string Time(double nanoseconds) => nanoseconds >= 1e6 ? $"{nanoseconds / 1e6:0.0} ms" : $"{nanoseconds:0.0} ns";

    private static string Git(string arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = Root, RedirectStandardOutput = true })!;
        return git.StandardOutput.ReadToEnd().Trim();
    }
}
