using EgressPipeline.Policy.Comparison;
using EgressPipeline.Policy.Comparison.Regions;

namespace EgressPipeline.Host.Comparing;

/// <summary>Two policy sets and what the second changes; the same change for several workloads is one entry.</summary>
internal sealed class DiffReport
{
    public const string MixedNote = "compared as if policies of every namespace held for one workload, which they do for none: --each-namespace compares for the workloads of each";

    /// <summary>In place of a namespace: one that no document is in.</summary>
    public const string AnyOther = "any other";

    public DiffReport(string oldPath, string newPath, IReadOnlyList<WorkloadDiff> workloads)
    {
        OldPath = oldPath;
        NewPath = newPath;
        Workloads = workloads;
        Wider = Join(comparison => comparison.Wider, ChangeText.Of);
        Narrower = Join(comparison => comparison.Narrower, ChangeText.Of);
        Changed = Join(comparison => comparison.Changed, ChangeText.Of);
        Uncompared = Join(comparison => comparison.Uncompared, ChangeText.Of);
    }

    public string OldPath { get; }
    public string NewPath { get; }
    public IReadOnlyList<WorkloadDiff> Workloads { get; }
    public IReadOnlyList<DiffEntry<ReachabilityChange>> Wider { get; }
    public IReadOnlyList<DiffEntry<ReachabilityChange>> Narrower { get; }
    public IReadOnlyList<DiffEntry<TreatmentChange>> Changed { get; }
    public IReadOnlyList<DiffEntry<UncomparedCalls>> Uncompared { get; }

    /// <summary>True when policies of several namespaces were joined although no workload sees them all.</summary>
    public bool IsMixed { get; init; }

    public bool MayBeWider => Workloads.Any(workload => workload.Comparison.MayBeWider);

    public bool MayDiffer => Workloads.Any(workload => workload.Comparison.MayDiffer);

    /// <summary><c>2 newly reachable, 1 newly denied, 0 changed</c>, and how much could not be compared.</summary>
    public string Summary()
    {
        if (!MayDiffer)
            return "nothing changes for any call";
        var text = $"{Wider.Count} newly reachable, {Narrower.Count} newly denied, {Changed.Count} changed";
        return Uncompared.Count == 0 ? text : $"{text}, {Uncompared.Count} not compared exactly";
    }

    /// <summary>For which workloads an entry holds; null where that goes without saying.</summary>
    public string? WorkloadsOf(List<string> namespaces)
    {
        if (namespaces.Count == 0)
            return null;
        if (namespaces.Count == Workloads.Count)
            return "of every namespace";
        var names = string.Join(", ", namespaces.Where(name => name != AnyOther));
        if (!namespaces.Contains(AnyOther))
            return "of namespace " + names;
        return names.Length == 0 ? "of any other namespace" : $"of namespace {names}, and of any other";
    }

    private List<DiffEntry<T>> Join<T>(Func<PlanComparison, IReadOnlyList<T>> list, Func<T, string> text)
    {
        var byText = new Dictionary<string, DiffEntry<T>>(StringComparer.Ordinal);
        var entries = new List<DiffEntry<T>>();
        foreach (var workload in Workloads)
            foreach (var change in list(workload.Comparison))
            {
                var key = text(change);
                if (!byText.TryGetValue(key, out var entry))
                {
                    byText.Add(key, entry = new DiffEntry<T>(change, workload, []));
                    entries.Add(entry);
                }
                if (workload.Namespace is { } name && !entry.Namespaces.Contains(name))
                    entry.Namespaces.Add(name);
            }
        return entries;
    }
}
