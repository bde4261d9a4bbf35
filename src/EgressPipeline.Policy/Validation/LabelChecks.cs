using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Validation;

/// <summary>Rules for labels and selectors.</summary>
internal static class LabelChecks
{
    private const int MaxName = 63;
    private const int MaxPrefix = 253;

    /// <summary>Kubernetes labels, as on endpoints and subsets.</summary>
    public static void CheckLabels(IReadOnlyDictionary<string, Located<string>> labels, DiagnosticBag bag)
    {
        foreach (var label in labels)
            if (!IsKey(label.Key) || !IsValue(label.Value.Value))
                bag.Report(ValueDiagnostics.BadLabel, label.Value.Source, label.Key, label.Value.Value);
    }

    /// <summary>A workload selector: exact labels, and better at least one.</summary>
    public static void CheckSelector(LabelSelectorRule? selector, DiagnosticBag bag)
    {
        if (selector is null)
            return;
        if (selector.Labels.Count == 0)
            bag.Report(ValueDiagnostics.EmptySelector, selector.Source);
        foreach (var label in selector.Labels)
        {
            if (label.Key.Length == 0)
                bag.Report(ValueDiagnostics.BadSelector, label.Value.Source, label.Key, label.Value.Value, "have an empty key");
            else if (label.Key.IndexOf('*') >= 0 || label.Value.Value.IndexOf('*') >= 0)
                bag.Report(ValueDiagnostics.BadSelector, label.Value.Source, label.Key, label.Value.Value, "contain a wildcard");
        }
    }

    public static void CheckNamespace(Located<string>? ns, DiagnosticBag bag)
    {
        if (ns is { Value.Length: > 0 } && !DnsNames.IsLabel(ns.Value))
            bag.Report(ValueDiagnostics.BadNamespace, ns.Source, ns.Value);
    }

    private static bool IsKey(string key)
    {
        var slash = key.IndexOf('/');
        if (slash < 0)
            return IsName(key);
        return slash <= MaxPrefix && DnsNames.IsFullyQualified(key.Substring(0, slash)) && IsName(key.Substring(slash + 1));
    }

    private static bool IsValue(string value) => value.Length == 0 || IsName(value);

    private static bool IsName(string name)
    {
        if (name.Length is 0 or > MaxName || !IsAlphanumeric(name[0]) || !IsAlphanumeric(name[name.Length - 1]))
            return false;
        foreach (var c in name)
            if (!IsAlphanumeric(c) && c is not ('-' or '_' or '.'))
                return false;
        return true;
    }

    private static bool IsAlphanumeric(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');
}
