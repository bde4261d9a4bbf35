using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using Perfolizer.Horology;

namespace EgressPipeline.Benchmarks;

/// <summary>Many short measurements instead of few long ones: on a machine that does other things as well, some of them are undisturbed.</summary>
internal static class BenchmarkSettings
{
    public const string Method = "The least of 150 measurements of 4 ms each is what the code costs, the median what it cost on a machine that did other things as well.";

    public static IConfig Create() => ManualConfig.CreateEmpty()
        .AddJob(Job.Default.WithIterationTime(TimeInterval.FromMilliseconds(4)).WithWarmupCount(500).WithIterationCount(150))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumnProvider(DefaultColumnProviders.Descriptor, DefaultColumnProviders.Params, DefaultColumnProviders.Metrics)
        .AddColumn(StatisticColumn.Min, StatisticColumn.Median)
        .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "egress-benchmarks"))
        .AddLogger(ConsoleLogger.Default);
}
