namespace EgressPipeline.Policy.Text;

/// <summary>Finds the known name that was probably meant.</summary>
internal static class Spelling
{
    /// <summary><c>; did you mean 'x'?</c> for the closest candidate within a third of the name's length, else the empty string.</summary>
    public static string Suggest(string written, IEnumerable<string> candidates)
    {
        string? best = null;
        var bestDistance = Math.Max(1, written.Length / 3) + 1;
        foreach (var candidate in candidates)
        {
            // A name that is right but for its case is always meant.
            if (string.Equals(candidate, written, StringComparison.OrdinalIgnoreCase))
                return Phrase(candidate);
            if (Math.Abs(candidate.Length - written.Length) >= bestDistance || written.Length > 64)
                continue;
            var distance = Distance(written, candidate);
            if (distance >= bestDistance)
                continue;
            best = candidate;
            bestDistance = distance;
        }
        return best is null ? "" : Phrase(best);
    }

    /// <summary>Damerau-Levenshtein (optimal string alignment) distance: insert, delete, replace, swap neighbours.</summary>
    internal static int Distance(string a, string b)
    {
        var beforeLast = new int[b.Length + 1];
        var last = new int[b.Length + 1];
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }
            (beforeLast, last, row) = (last, row, beforeLast);
        }
        return last[b.Length];
    }

    private static string Phrase(string name) => "; did you mean '" + name + "'?";
}
