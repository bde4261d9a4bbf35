namespace EgressPipeline.Host.Explaining;

/// <summary>Headers given on a command line.</summary>
internal static class HeaderArguments
{
    /// <summary>Reads <c>name: value</c> texts, as curl takes them.</summary>
    /// <returns>The headers, or null with the problem in one line.</returns>
    public static KeyValuePair<string, string>[]? Read(IReadOnlyList<string> texts, out string? problem)
    {
        var headers = new List<KeyValuePair<string, string>>();
        problem = null;
        foreach (var text in texts)
        {
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
            {
                problem = $"'{text}' is no header; write -H 'name: value'";
                return null;
            }
            headers.Add(new KeyValuePair<string, string>(text[..colon].Trim(), text[(colon + 1)..].Trim()));
        }
        return [.. headers];
    }
}
