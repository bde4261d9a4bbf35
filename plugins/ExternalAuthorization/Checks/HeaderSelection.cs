namespace ExternalAuthorization.Checks;

/// <summary>Which request headers the authorizer sees. Immutable.</summary>
internal sealed class HeaderSelection(IReadOnlyList<string>? wanted, IReadOnlyList<string> unwanted)
{
    private readonly string[]? _wanted = wanted?.ToArray();
    private readonly string[] _unwanted = [.. unwanted];

    /// <summary>True when it is sent.</summary>
    /// <param name="name">In lower case.</param>
    public bool Has(string name) => !IsListed(_unwanted, name) && (_wanted is null || IsListed(_wanted, name));

    private static bool IsListed(string[] patterns, string name)
    {
        foreach (var pattern in patterns)
            if (pattern.EndsWith('*') ? name.AsSpan().StartsWith(pattern.AsSpan(..^1)) : name == pattern)
                return true;
        return false;
    }
}
