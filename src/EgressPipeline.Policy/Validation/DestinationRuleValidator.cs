using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Validation;

/// <summary>Rules of one DestinationRule.</summary>
internal static class DestinationRuleValidator
{
    public static void Validate(DestinationRuleRule rule, DiagnosticBag bag)
    {
        CommonChecks.CheckMeta(rule, bag);
        if (rule.Host is { } host)
            HostChecks.CheckWildcardDomain(host, bag);
        TrafficPolicyValidator.Validate(rule.TrafficPolicy, "trafficPolicy", bag);
        CheckSubsets(rule.Subsets, bag);
        ExtensionValidator.Validate(rule, bag);
        ExportChecks.Check(rule, rule.ExportTo, bag);
        LabelChecks.CheckSelector(rule.WorkloadSelector, bag);
        if (rule.WorkloadSelector is not null)
            CheckSelectorExport(rule, bag);
    }

    private static void CheckSubsets(SubsetRule[] subsets, DiagnosticBag bag)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var subset in subsets)
        {
            if (subset.Name is { } name)
            {
                if (!DnsNames.IsLabel(name.Value))
                    bag.Report(DestinationRuleDiagnostics.BadSubset, name.Source, "name '" + name.Value + "' is not valid");
                else if (!seen.Add(name.Value))
                    bag.Report(DestinationRuleDiagnostics.BadSubset, name.Source, "'" + name.Value + "' is defined twice");
            }
            LabelChecks.CheckLabels(subset.Labels, bag);
            TrafficPolicyValidator.Validate(subset.TrafficPolicy, "trafficPolicy of subset '" + subset.Name.TextOrEmpty() + "'", bag);
        }
    }

    private static void CheckSelectorExport(DestinationRuleRule rule, DiagnosticBag bag)
    {
        foreach (var entry in rule.ExportTo)
            if (entry.Value != "." && entry.Value != rule.Meta.Namespace)
                bag.Report(DestinationRuleDiagnostics.SelectorExport, entry.Source);
    }
}
