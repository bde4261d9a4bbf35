using EgressPipeline.Policy.Authorization;
using EgressPipeline.Policy.Comparison.Addresses;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Comparison.Contexts;

/// <summary>Collects what plans say of hosts: names, beginnings and endings, and the addresses that a literal may be.</summary>
internal sealed class HostWords
{
    public SortedSet<string> Names { get; } = new(StringComparer.Ordinal);
    public SortedSet<string> Prefixes { get; } = new(StringComparer.Ordinal) { "" };
    public SortedSet<string> Suffixes { get; } = new(StringComparer.Ordinal) { "" };
    public HashSet<AddressRange> Addresses { get; } = [];

    public void Add(EgressPlan plan)
    {
        foreach (var host in plan.Hosts)
            Add(host);
        foreach (var binding in plan.FilterBindings)
            foreach (var pattern in binding.Hosts)
                AddPattern(pattern);
        foreach (var limit in plan.Limits)
            foreach (var pattern in limit.Hosts)
                AddPattern(pattern);
        foreach (var entry in plan.Addresses.ToArray())
            if (entry.Range is { } range)
                Addresses.Add(AddressRange.Of(range));
        foreach (var rules in new[] { plan.Authorization.Deny, plan.Authorization.Allow, plan.Authorization.Audit })
            foreach (var rule in rules)
                foreach (var set in RuleParts.Of(rule))
                    foreach (var clause in set.Clauses)
                        Add(clause);
    }

    private void Add(HostPlan host)
    {
        AddPattern(host.Pattern);
        foreach (var route in host.TlsRoutes ?? [])
            foreach (var match in route.Matches)
                foreach (var sni in match.SniHosts)
                    Add(sni);
        foreach (var route in host.HttpRoutes ?? [])
            foreach (var match in route.Matches)
                if (match.Authority is { } authority)
                    AddAuthority(authority);
    }

    private void AddPattern(string pattern)
    {
        if (HostPattern.IsWildcard(pattern))
            AddSuffix(pattern.Substring(1));
        else
            Names.Add(pattern);
    }

    private void Add(AuthorizationClause clause)
    {
        switch (clause)
        {
            case HostClause hosts:
                foreach (var host in hosts.Hosts)
                    Add(host.Name);
                break;
            case TextClause { Text: TextField.Sni } sni:
                foreach (var match in sni.Matches)
                    Add(match);
                break;
            case AddressClause { OfDestination: true } address:
                foreach (var range in address.Ranges.Ranges)
                    Addresses.Add(AddressRange.Of(range));
                break;
        }
    }

    private void Add(ByteMatch match)
    {
        switch (match.Kind)
        {
            case ByteMatchKind.Exact:
                Names.Add(match.Text);
                break;
            case ByteMatchKind.Prefix:
                Prefixes.Add(match.Text);
                break;
            case ByteMatchKind.Suffix:
                AddSuffix(match.Text);
                break;
        }
    }

    // "host:port" is a condition on the host before the colon; the port is told apart by itself.
    private void AddAuthority(ByteMatch match)
    {
        var colon = match.Text.IndexOf(':');
        if (match.Kind == ByteMatchKind.Regex)
            return;
        if (colon > 0 && colon == match.Text.LastIndexOf(':'))
            Names.Add(match.Text.Substring(0, colon));
        else
            Add(match);
    }

    // Some patterns want something before their ending: the ending alone is a case of its own.
    private void AddSuffix(string suffix)
    {
        Suffixes.Add(suffix);
        Names.Add(suffix);
    }
}
