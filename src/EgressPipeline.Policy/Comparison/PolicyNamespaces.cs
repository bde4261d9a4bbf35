using EgressPipeline.Policy.Compilation;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Comparison;

/// <summary>The namespaces whose workloads a policy set may treat apart.</summary>
public static class PolicyNamespaces
{
    /// <summary>Those in which a document is, ascending. A workload of any other sees what is exported and what the root namespace says.</summary>
    public static IReadOnlyList<string> Of(PolicySet set)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        var documents = set.Documents;
        foreach (var rules in new IReadOnlyList<IPolicyRule>[] { documents.ServiceEntries, documents.VirtualServices, documents.DestinationRules, documents.AuthorizationPolicies, documents.Sidecars, documents.FilterBindings, documents.RequestAuthentications, documents.Limits })
            foreach (var rule in rules)
                names.Add(rule.Meta.Namespace);
        return [.. names];
    }

    /// <summary>
    /// True when a plan for an unknown workload joins what holds for no workload together: a document that holds in its own
    /// namespace only, beside documents of others.
    /// </summary>
    public static bool AreMixed(PolicySet set)
    {
        var documents = set.Documents;
        var isLocal = documents.AuthorizationPolicies.Any(IsLocal) || documents.Sidecars.Any(IsLocal) || documents.RequestAuthentications.Any(IsLocal);
        return isLocal && Of(set).Any(name => name != Visibility.RootNamespace) && Of(set).Count > 1;
    }

    private static bool IsLocal(IPolicyRule rule) => rule.Meta.Namespace != Visibility.RootNamespace;
}
