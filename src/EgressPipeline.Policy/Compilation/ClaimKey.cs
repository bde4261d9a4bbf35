using System.Diagnostics.CodeAnalysis;

namespace EgressPipeline.Policy.Compilation;

/// <summary>The keys of conditions that name a claim.</summary>
internal static class ClaimKey
{
    private const string Claims = "request.auth.claims";

    /// <summary>
    /// The names that lead to the claim: of <c>request.auth.claims[a][b]</c>, of <c>request.auth.audiences</c> and of
    /// <c>request.auth.presenter</c>.
    /// </summary>
    public static bool TryParse(string key, [NotNullWhen(true)] out string[]? path)
    {
        path = key switch
        {
            "request.auth.audiences" => ["aud"],
            "request.auth.presenter" => ["azp"],
            _ when key.StartsWith(Claims + "[", StringComparison.Ordinal) && key[key.Length - 1] == ']' => Names(key.Substring(Claims.Length + 1, key.Length - Claims.Length - 2)),
            _ => null,
        };
        return path is not null;
    }

    // Names may hold dots and slashes; what parts them is "][".
    private static string[]? Names(string inner)
    {
        var names = inner.Split(["]["], StringSplitOptions.None);
        return Array.TrueForAll(names, name => name.Length > 0 && name.IndexOfAny(['[', ']']) < 0) ? names : null;
    }
}
