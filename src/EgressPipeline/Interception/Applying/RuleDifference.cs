namespace EgressPipeline.Interception.Applying;

/// <summary>What rules lack and what they have too much, in words; their order counts.</summary>
internal static class RuleDifference
{
    public static IEnumerable<string> Of(IEnumerable<string> expected, IEnumerable<string> actual)
    {
        var wanted = Words(expected);
        var found = Words(actual);
        if (wanted.SequenceEqual(found))
            yield break;
        var missing = Without(wanted, found);
        var surplus = Without(found, wanted);
        foreach (var rule in missing)
            yield return "missing: " + rule;
        foreach (var rule in surplus)
            yield return "not ours: " + rule;
        if (missing.Count == 0 && surplus.Count == 0)
            yield return "the rules are there, but in another order";
    }

    private static List<string> Words(IEnumerable<string> lines) =>
        [.. lines.Select(line => string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).Where(line => line.Length > 0)];

    private static List<string> Without(List<string> rules, List<string> others)
    {
        var left = new List<string>(others);
        return [.. rules.Where(rule => !left.Remove(rule))];
    }
}
