using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Compilation;

/// <summary>Which documents hold for the workload, by namespace, exportTo and selector.</summary>
internal sealed class Visibility(WorkloadContext workload)
{
    /// <summary>Istio's root namespace: its policies hold everywhere.</summary>
    public const string RootNamespace = "istio-system";

    private readonly SortedSet<string> _askedLabels = new(StringComparer.Ordinal);

    public string Namespace => workload.Namespace;

    /// <summary>What the answers so far hang on.</summary>
    public PlanWorkload Workload()
    {
        var labels = new List<PlanLabel>();
        foreach (var name in _askedLabels)
            labels.Add(new PlanLabel(name, workload.Labels.TryGetValue(name, out var value) ? value : null));
        return new PlanWorkload(KnowsNamespace || workload.Labels.Count > 0, workload.Namespace, [.. labels]);
    }

    /// <summary>False: the workload's namespace is unknown, so documents of every namespace hold.</summary>
    public bool KnowsNamespace => workload.Namespace.Length > 0;

    /// <summary>True when a document of <paramref name="ownNamespace"/> is exported to the workload. Nothing written = to all.</summary>
    public bool IsExported(Located<string>[] exportTo, string ownNamespace)
    {
        if (exportTo.Length == 0)
            return true;
        foreach (var target in exportTo)
        {
            if (target.Value == "*")
                return true;
            if (target.Value == "~")
                continue;
            if (!KnowsNamespace || workload.Namespace == (target.Value == "." ? ownNamespace : target.Value))
                return true;
        }
        return false;
    }

    /// <summary>True for the workload's own namespace and the root namespace; always when the namespace is unknown.</summary>
    public bool IsInScope(string ownNamespace) =>
        !KnowsNamespace || ownNamespace == workload.Namespace || ownNamespace == RootNamespace;

    /// <summary>True when the selector is absent or the workload has its labels. Of an unknown workload everything is taken.</summary>
    public bool IsSelected(LabelSelectorRule? selector) =>
        selector is null || HasLabels(selector.Labels) || (!KnowsNamespace && workload.Labels.Count == 0);

    /// <summary>The value of one of the workload's labels, or null.</summary>
    public string? Label(string name)
    {
        _askedLabels.Add(name);
        return workload.Labels.TryGetValue(name, out var value) ? value : null;
    }

    /// <summary>True when the workload has every label.</summary>
    public bool HasLabels(IReadOnlyDictionary<string, Located<string>> labels)
    {
        _askedLabels.UnionWith(labels.Keys);
        foreach (var label in labels)
            if (!workload.Labels.TryGetValue(label.Key, out var value) || value != label.Value.Value)
                return false;
        return true;
    }

    /// <summary><c>sourceNamespace</c> and <c>sourceLabels</c> of a route's match, and its gateways.</summary>
    public bool IsSource(IReadOnlyDictionary<string, Located<string>> sourceLabels, Located<string>? sourceNamespace, Located<string>[] gateways) =>
        HasLabels(sourceLabels)
        && (sourceNamespace is null || sourceNamespace.Value.Length == 0 || sourceNamespace.Value == workload.Namespace)
        && (gateways.Length == 0 || Array.Exists(gateways, g => g.Value == "mesh"));
}
