namespace EgressPipeline.Filters;

/// <summary>
/// Puts filters in order: by stage; within a stage as their before and after constraints demand; where these leave a choice by the order of their
/// bindings, the sidecar's own stages first at their place. A constraint that names nothing or a cycle is a problem, never a guess.
/// </summary>
internal static class FilterOrder
{
    /// <summary>Positions of the entries in order; empty when there is a problem.</summary>
    /// <param name="entries">What to order.</param>
    /// <param name="known">Every filter that is loaded, bound or not: a constraint on an unbound one is satisfied.</param>
    /// <param name="problems">Takes one line a problem.</param>
    public static int[] Sort(IReadOnlyList<FilterOrderEntry> entries, FilterCatalogue known, List<string> problems)
    {
        var before = problems.Count;
        var edges = new HashSet<(int First, int Second)>();
        for (var i = 0; i < entries.Count; i++)
        {
            AddEdges(entries, i, entries[i].Facts.After, known, problems, (other, self) => edges.Add((other, self)));
            AddEdges(entries, i, entries[i].Facts.Before, known, problems, (other, self) => edges.Add((self, other)));
        }
        return problems.Count > before ? [] : Topological(entries, edges, problems);
    }

    private static void AddEdges(IReadOnlyList<FilterOrderEntry> entries, int self, string[] names, FilterCatalogue known, List<string> problems, Action<int, int> add)
    {
        var facts = entries[self].Facts;
        foreach (var name in names)
        {
            if (known.Find(name) is not { } other)
            {
                problems.Add($"the filter '{facts.Name}' must run before or after '{name}', but no filter of that name is loaded");
                continue;
            }
            if (other.Facts.Stage != facts.Stage)
            {
                problems.Add($"the filter '{facts.Name}' (stage {facts.Stage}) must run before or after '{name}', which is of another stage ({other.Facts.Stage}): stages have a fixed order");
                continue;
            }
            for (var i = 0; i < entries.Count; i++)
                if (entries[i].Facts.Name == name && i != self)
                    add(i, self);
        }
    }

    private static int[] Topological(IReadOnlyList<FilterOrderEntry> entries, HashSet<(int First, int Second)> edges, List<string> problems)
    {
        var left = Enumerable.Range(0, entries.Count).OrderBy(i => entries[i].Facts.Stage).ThenBy(i => entries[i].Rank)
            .ThenBy(i => entries[i].Order).ThenBy(i => entries[i].Name, StringComparer.Ordinal).ToList();
        var sorted = new List<int>(entries.Count);
        while (left.Count > 0)
        {
            var next = left.FindIndex(i => !edges.Any(edge => edge.Second == i && left.Contains(edge.First)));
            if (next < 0 || entries[left[next]].Facts.Stage != left.Min(i => entries[i].Facts.Stage))
            {
                var cycle = left.Where(i => edges.Any(edge => edge.Second == i && left.Contains(edge.First))).Select(i => "'" + entries[i].Facts.Name + "'").Distinct();
                problems.Add($"the filters {string.Join(" and ", cycle)} each demand to run before the other: one of their before/after constraints must go");
                return [];
            }
            sorted.Add(left[next]);
            left.RemoveAt(next);
        }
        return [.. sorted];
    }
}
