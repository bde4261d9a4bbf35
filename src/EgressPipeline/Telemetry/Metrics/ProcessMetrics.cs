using System.Reflection;

namespace EgressPipeline.Telemetry.Metrics;

/// <summary>What this process uses: the usual process_* names, and the garbage collector's work.</summary>
internal static class ProcessMetrics
{
    public static void Register(MetricRegistry registry)
    {
        registry.Observe("process_cpu_seconds_total", "CPU time used, in seconds.", MetricKind.Counter, static () => Environment.CpuUsage.TotalTime.TotalSeconds);
        registry.Observe("process_resident_memory_bytes", "Resident memory, in bytes.", MetricKind.Gauge, static () => Environment.WorkingSet);
        registry.Observe("process_open_fds", "Open file descriptors.", MetricKind.Gauge, OpenDescriptors);
        registry.Observe("egress_gc_collections_total", "Garbage collections, by generation.", MetricKind.Counter, CollectGenerations());
        registry.Observe("egress_gc_pause_seconds_total", "Time that garbage collections stopped the process, in seconds.", MetricKind.Counter, static () => GC.GetTotalPauseDuration().TotalSeconds);
        registry.Observe("egress_gc_allocated_bytes_total", "Bytes allocated on the managed heap.", MetricKind.Counter, static () => GC.GetTotalAllocatedBytes());
        registry.Observe("egress_gc_heap_bytes", "Bytes on the managed heap.", MetricKind.Gauge, static () => GC.GetTotalMemory(false));
        registry.Observe("egress_thread_pool_threads", "Threads of the thread pool.", MetricKind.Gauge, static () => ThreadPool.ThreadCount);
        registry.Observe("egress_build_info", "Always 1; the label is the version that runs.", MetricKind.Gauge, BuildInfo());
    }

    /// <summary>The product's version, without the commit.</summary>
    public static string Version { get; } =
        typeof(ProcessMetrics).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    private static double OpenDescriptors()
    {
        const string folder = "/proc/self/fd";
        return Directory.Exists(folder) ? Directory.EnumerateFileSystemEntries(folder).Count() : double.NaN;
    }

    private static Action<IMetricSink> CollectGenerations()
    {
        var labels = Enumerable.Range(0, GC.MaxGeneration + 1).Select(static generation => LabelSet.Of("generation", generation.ToString())).ToArray();
        return sink =>
        {
            for (var generation = 0; generation < labels.Length; generation++)
                sink.Value(labels[generation], GC.CollectionCount(generation));
        };
    }

    private static Action<IMetricSink> BuildInfo()
    {
        var labels = LabelSet.Of("version", Version);
        return sink => sink.Value(labels, 1);
    }
}
