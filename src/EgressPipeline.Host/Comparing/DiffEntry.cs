namespace EgressPipeline.Host.Comparing;

/// <summary>A change with the workloads for which it is one.</summary>
/// <param name="Change">The change, as it is for the first of them.</param>
/// <param name="First">That workload's comparison.</param>
/// <param name="Namespaces">Their namespaces; empty where namespaces were not compared each for itself.</param>
internal sealed record DiffEntry<T>(T Change, WorkloadDiff First, List<string> Namespaces);
