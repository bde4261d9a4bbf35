using EgressPipeline.Hosting;
using EgressPipeline.Policy;
using EgressPipeline.Policy.Comparison;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Host.Comparing;

/// <summary>Compares two policy sets for the workloads that were asked about.</summary>
internal sealed class DiffWorkloads(PolicySource old, PolicySource next, SidecarOptions options)
{
    private readonly List<string> _problems = [];

    /// <summary>Why there is no comparison.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>For the one workload that the flags, or else a policy assembly, are about; null when a plan is missing.</summary>
    public IReadOnlyList<WorkloadDiff>? One()
    {
        var (ns, labels) = (options.Namespace, options.Labels);
        var compiled = old.Workload.IsKnown ? old.Workload : next.Workload;
        // What was compiled is for one workload; so must be what it is compared with.
        if (compiled.IsKnown && ns.Length == 0 && labels.Count == 0)
            (ns, labels) = (compiled.Namespace, compiled.Labels.Where(label => label.Value is not null).ToDictionary(label => label.Name, label => label.Value!));
        if (old.Assembly is not null && next.Assembly is not null && !IsSame(old.Workload, next.Workload))
            _problems.Add($"'{old.Path}' and '{next.Path}' were compiled for different workloads; compile both for the same");
        return _problems.Count == 0 && Compare(null, ns, labels) is { } diff ? [diff] : null;
    }

    /// <summary>For the workloads of each namespace that a document of either set is in, and of one that none is in.</summary>
    public IReadOnlyList<WorkloadDiff>? EachNamespace()
    {
        var names = new SortedSet<string>(PolicyNamespaces.Of(old.Set!).Concat(PolicyNamespaces.Of(next.Set!)), StringComparer.Ordinal);
        var other = "other";
        while (names.Contains(other))
            other += "-other";
        var diffs = new List<WorkloadDiff>();
        foreach (var name in names.Append(other))
            if (Compare(name == other ? DiffReport.AnyOther : name, name, options.Labels) is { } diff)
                diffs.Add(diff);
        return _problems.Count == 0 ? diffs : null;
    }

    private WorkloadDiff? Compare(string? label, string ns, IReadOnlyDictionary<string, string> labels)
    {
        var workload = new WorkloadContext(ns, labels, options.Unregistered);
        if (old.Compile(workload, _problems) is not { } before || next.Compile(workload, _problems) is not { } after)
            return null;
        var caller = options.Identity.Principal.Length > 0 ? options.Identity : null;
        return new WorkloadDiff(label, Flags(ns, labels), before, after, PlanComparer.Compare(before, after, ComparisonOptions.Default with { Caller = caller }));
    }

    private List<string> Flags(string ns, IReadOnlyDictionary<string, string> labels)
    {
        var flags = new List<string>();
        if (options.Identity.Principal.Length > 0)
            flags.AddRange(["--from", options.Identity.Principal]);
        else if (ns.Length > 0)
            flags.AddRange(["--namespace", ns]);
        if (labels.Count > 0)
            flags.AddRange(["--labels", string.Join(',', labels.Select(label => label.Key + "=" + label.Value))]);
        if (options.Unregistered != UnregisteredMode.Deny)
            flags.AddRange(["--unregistered", options.Unregistered.ToString().ToLowerInvariant()]);
        return flags;
    }

    private static bool IsSame(PlanWorkload left, PlanWorkload right) => left.IsKnown == right.IsKnown && left.Namespace == right.Namespace && left.Labels.SequenceEqual(right.Labels);
}
