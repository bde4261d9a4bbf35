using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text;
using EgressPipeline.Policy.Validation.Access;

namespace EgressPipeline.Policy.Validation.References;

/// <summary>What documents say about each other. Only what the given files declare exists.</summary>
internal static class ReferenceValidator
{
    public static void Validate(PolicyDocuments documents, DiagnosticBag bag)
    {
        var directory = new HostDirectory(documents.ServiceEntries, documents.DestinationRules, documents.VirtualServices);
        CheckVirtualServices(documents, directory, bag);
        CheckServiceEntries(documents, directory, bag);
        CheckAccess(documents, directory, bag);
    }

    private static void CheckVirtualServices(PolicyDocuments documents, HostDirectory directory, DiagnosticBag bag)
    {
        var destinations = new DestinationReferences(directory, bag);
        var ports = new UndeclaredPorts(directory, bag);
        foreach (var service in documents.VirtualServices)
            if (service.AppliesToSidecars)
            {
                destinations.Check(service);
                ports.Check(service);
            }
        DelegateReferences.Check(documents.VirtualServices, bag);
        VirtualServiceConflicts.Check(documents.VirtualServices, bag);
        foreach (var rule in documents.DestinationRules)
        {
            CheckRule(rule, directory, destinations, bag);
            ports.Check(rule);
        }
        DestinationRuleConflicts.Check(documents.DestinationRules, bag);
    }

    private static void CheckServiceEntries(PolicyDocuments documents, HostDirectory directory, DiagnosticBag bag)
    {
        ServiceEntryConflicts.Check(documents.ServiceEntries, bag);
        var origination = new TlsOrigination(directory, new HttpDestinations(documents.VirtualServices), bag);
        var wildcards = new WildcardSurprises(directory, bag);
        foreach (var entry in documents.ServiceEntries)
        {
            origination.Check(entry);
            wildcards.Check(entry);
        }
        wildcards.Check(documents.DestinationRules);
    }

    private static void CheckAccess(PolicyDocuments documents, HostDirectory directory, DiagnosticBag bag)
    {
        var names = new UndeclaredNames(documents, directory, bag);
        CheckSidecars(documents.Sidecars, bag);
        foreach (var sidecar in documents.Sidecars)
            names.Check(sidecar);
        RedundantRules.Check(documents.AuthorizationPolicies, bag);
        FilterBindingReferences.Check(documents, directory, bag);
        EgressLimitsReferences.Check(documents, directory, bag);
        CustomReferences.Check(documents, bag);
        foreach (var policy in documents.AuthorizationPolicies)
        {
            DenyWidening.Check(policy, documents.ServiceEntries, bag);
            names.Check(policy);
        }
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
            var key = sidecar.Meta.Namespace + "/" + Selectors.Key(sidecar.WorkloadSelector);
            if (first.TryGetValue(key, out var other))
                bag.Report(ReferenceDiagnostics.SecondSidecar, sidecar.Meta.Source, other.Meta.Name, sidecar.Meta.Namespace);
            else
                first.Add(key, sidecar);
        }
    }
}
