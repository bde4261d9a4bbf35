namespace EgressPipeline.Policy.Explaining;

/// <summary>Rule ids as decisions print them, <c>Kind/namespace/name#rules[0]</c>, and the short forms people write.</summary>
public static class RuleId
{
    /// <summary>The part after the hash, <c>rules[0]</c>; empty when the id names a whole document.</summary>
    public static string Fragment(string id)
    {
        var hash = id.IndexOf('#');
        return hash < 0 ? "" : id.Substring(hash + 1);
    }

    /// <summary>
    /// True when a written reference means the id: <c>name</c>, <c>namespace/name</c> or the whole stem, each with the
    /// fragment or, for any rule of the document, without.
    /// </summary>
    public static bool IsMeant(string id, string written)
    {
        var fragment = Fragment(written);
        if (fragment.Length > 0 && fragment != Fragment(id))
            return false;
        var stem = Stem(id);
        var wanted = Stem(written);
        return stem == wanted || (wanted.Length > 0 && stem.EndsWith("/" + wanted, StringComparison.Ordinal));
    }

    private static string Stem(string id)
    {
        var hash = id.IndexOf('#');
        return hash < 0 ? id : id.Substring(0, hash);
    }
}
