using EgressPipeline.Policy.Comparison.Addresses;
using EgressPipeline.Policy.Comparison.Contexts;

namespace EgressPipeline.Policy.Comparison.Regions;

/// <summary>Sets of hosts in words: names, wildcards with their exceptions, and ranges for literals.</summary>
internal static class HostText
{
    /// <summary>Above this many exceptions a wildcard is "other names of" it.</summary>
    private const int MaxExceptions = 8;

    /// <summary>The set in words; empty for any host.</summary>
    public static IReadOnlyList<RegionTerm> Terms(IReadOnlyList<HostClass> hosts, HostClasses all)
    {
        var set = new HashSet<HostClass>(hosts);
        if (all.All.TrueForAll(host => host.IsNameless || set.Contains(host)))
            return [];
        var families = new List<HostClass>(hosts.Where(host => host.IsFamily));
        var terms = new List<RegionTerm>();
        foreach (var host in hosts)
        {
            if (host.Addresses is not null || families.Exists(family => family.Text != "*" && family.Encloses(host)))
                continue;
            terms.Add(host.IsNameless ? new RegionTerm(RegionFields.NoName, []) : host.IsFamily ? Family(host, set, all) : new RegionTerm(host.Example, []));
        }
        terms.AddRange(Literals(hosts, all));
        return terms;
    }

    private static RegionTerm Family(HostClass family, HashSet<HostClass> set, HostClasses all)
    {
        // What is neither written out nor below any wildcard.
        if (family.Text == "*")
            return new RegionTerm("other names", []);
        var exceptions = new List<string>();
        foreach (var inside in all.Inside(family))
            if (!set.Contains(inside))
                exceptions.Add(inside.Text);
        return exceptions.Count <= MaxExceptions ? new RegionTerm(family.Text, exceptions) : new RegionTerm("other names of " + family.Text, []);
    }

    private static IEnumerable<RegionTerm> Literals(IReadOnlyList<HostClass> hosts, HostClasses all)
    {
        var ranges = new List<AddressRange>();
        foreach (var host in hosts)
            if (host.Addresses is { } range)
                ranges.Add(range);
        if (ranges.Count == 0)
            return [];
        if (all.LiteralsByText.Sum(group => group.Length) == ranges.Count)
            return [new RegionTerm("addresses", [])];
        return AddressText.Terms(ranges);
    }
}
