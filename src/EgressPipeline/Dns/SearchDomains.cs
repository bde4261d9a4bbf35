using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Dns;

/// <summary>
/// Recognises what resolvers make of a name by the search list of resolv.conf: with <c>ndots:5</c> they ask for
/// <c>api.example.com.default.svc.cluster.local</c> and three more before they ask for the name itself.
/// </summary>
internal static class SearchDomains
{
    /// <summary>True when the host is a declared name of two labels or more with a search domain behind it.</summary>
    /// <param name="plan">Declares names.</param>
    /// <param name="host">Dotted, lower case; not declared itself.</param>
    /// <param name="domains">Each with a dot before it, lower case.</param>
    public static bool IsExpansion(EgressPlan plan, ReadOnlySpan<byte> host, IReadOnlyList<byte[]> domains)
    {
        for (var i = 0; i < domains.Count; i++)
        {
            if (!host.EndsWith(domains[i]))
                continue;
            var name = host[..^domains[i].Length];
            // A single label is a name of the cluster as likely as a declared one.
            if (name.Contains((byte)'.') && plan.HostIndex.Find(name) is >= 0 and var index && plan.Hosts[index].IsExact)
                return true;
        }
        return false;
    }
}
