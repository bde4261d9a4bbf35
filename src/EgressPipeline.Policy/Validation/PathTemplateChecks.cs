namespace EgressPipeline.Policy.Validation;

/// <summary>The form of path templates: <c>{*}</c> is one whole segment, <c>{**}</c> the last operator of all.</summary>
internal static class PathTemplateChecks
{
    private const string One = "{*}";
    private const string Rest = "{**}";

    /// <summary>What is wrong with a path that uses template operators; null when it is fine or no template.</summary>
    public static string? FindError(string path)
    {
        if (path.IndexOf(One, StringComparison.Ordinal) < 0 && path.IndexOf(Rest, StringComparison.Ordinal) < 0)
            return null;
        if (path[0] != '/')
            return "it does not begin with '/'";
        var seenRest = false;
        foreach (var segment in path.Substring(1).Split('/'))
        {
            if (segment is One or Rest)
            {
                if (seenRest)
                    return "nothing may follow {**} but literal text";
                seenRest = segment == Rest;
            }
            else if (segment.IndexOfAny(['{', '}', '*']) >= 0)
                return "segment '" + segment + "' mixes text and operators, names a variable, or has a plain wildcard";
        }
        return null;
    }
}
