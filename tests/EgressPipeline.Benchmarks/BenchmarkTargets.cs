using BenchmarkDotNet.Running;

namespace EgressPipeline.Benchmarks;

/// <summary>What each may cost at most, in nanoseconds.</summary>
internal static class BenchmarkTargets
{
    public static double? Of(BenchmarkCase benchmark) => benchmark.Descriptor.Type.Name switch
    {
        nameof(HostLookup) => benchmark.Parameters[nameof(HostLookup.Host)] switch { "exact" => 15, "wildcard" => 35, "hostile" => 60, _ => null },
        nameof(FullDecision) => 300,
        nameof(ManyRoutes) => 2000,
        nameof(EmptyFilter) => 20,
        nameof(EndpointChoice) => 150,
        nameof(LimitedCalls) => 250,
        nameof(GuardedText) => 2000, // 500 MB/s
        _ => null,
    };
}
