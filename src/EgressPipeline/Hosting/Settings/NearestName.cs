namespace EgressPipeline.Hosting.Settings;

/// <summary>Finds what a user probably meant by a misspelt name.</summary>
internal static class NearestName
{
    /// <summary><c>; did you mean 'drain'?</c>, or an empty text when nothing is near (two letters may differ, a third of them in a long name).</summary>
    public static string Hint(string written, IEnumerable<string> known)
    {
        var (best, bestDistance) = ("", Math.Max(2, written.Length / 3) + 1);
        foreach (var name in known)
        {
            var distance = Distance(written.ToLowerInvariant(), name);
            if (distance < bestDistance)
                (best, bestDistance) = (name, distance);
        }
        return best.Length == 0 ? "" : $"; did you mean '{best}'?";
    }

    /// <summary>Levenshtein's distance: how many letters must be put in, taken out or changed.</summary>
    private static int Distance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.Length];
    }
}
