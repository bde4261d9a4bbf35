using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Validation.References;

/// <summary>What documents say about each other. Only what the given files declare exists.</summary>
internal static class ReferenceValidator
{
    public static void Validate(PolicyDocuments documents, DiagnosticBag bag)
    {
        var directory = new HostDirectory(documents.ServiceEntries, documents.DestinationRules);
        var destinations = new DestinationReferences(directory, bag);
        foreach (var service in documents.VirtualServices)
            if (service.AppliesToSidecars)
                destinations.Check(service);
        foreach (var rule in documents.DestinationRules)
            CheckRule(rule, directory, destinations, bag);
        VirtualServiceConflicts.Check(documents.VirtualServices, bag);
        ServiceEntryConflicts.Check(documents.ServiceEntries, bag);
        CheckSidecars(documents.Sidecars, bag);
        FilterBindingReferences.Check(documents, directory, bag);
        foreach (var policy in documents.AuthorizationPolicies)
            DenyWidening.Check(policy, documents.ServiceEntries, bag);
    }

    private static void CheckRule(DestinationRuleRule rule, HostDirectory directory, DestinationReferences destinations, DiagnosticBag bag)
    {
        if (rule.Host is not { } host)
            return;
        var name = HostNames.Resolve(host.Value, rule.Meta.Namespace);
        if (!directory.IsAnyCoveredBy(name))
            bag.Report(ReferenceDiagnostics.RuleWithoutHost, host.Source, host.Value);
        foreach (var subset in rule.Subsets)
            if (subset.Name is { } subsetName && !destinations.IsUsed(name, subsetName.Value))
                bag.Report(ReferenceDiagnostics.SubsetUnused, subsetName.Source, subsetName.Value);
    }

    /// <summary>Two Sidecars of one namespace must not select the same workloads by the same labels, or by none.</summary>
    private static void CheckSidecars(SidecarRule[] sidecars, DiagnosticBag bag)
    {
        var first = new Dictionary<string, SidecarRule>(StringComparer.Ordinal);
        foreach (var sidecar in sidecars)
        {
            var key = sidecar.Meta.Namespace + "/" + Labels(sidecar.WorkloadSelector);
            if (first.TryGetValue(key, out var other))
                bag.Report(ReferenceDiagnostics.SecondSidecar, sidecar.Meta.Source, other.Meta.Name, sidecar.Meta.Namespace);
            else
                first.Add(key, sidecar);
        }
    }

    private static string Labels(LabelSelectorRule? selector) =>
        selector is null ? "" : string.Join(",", selector.Labels.Select(l => l.Key + "=" + l.Value.Value).OrderBy(l => l, StringComparer.Ordinal));
}
