using EgressPipeline;

namespace CredentialInjection.Options;

/// <summary>Rules that several options share.</summary>
internal static class OptionRules
{
    /// <summary>A file is named from the root: what a relative path means depends on how the sidecar was started.</summary>
    public static void CheckPath(string? path, string at, OptionProblems problems)
    {
        if (path is not null && !Path.IsPathFullyQualified(path))
            problems.Add(at, "write the whole path of the file, from the root");
    }

    /// <summary>Exactly one of two ways to say the same.</summary>
    public static void CheckOneOf((string Name, string? Value) one, (string Name, string? Value) other, string at, OptionProblems problems)
    {
        if (one.Value is null == other.Value is null)
            problems.Add(at, $"write either {one.Name} or {other.Name}");
    }

    /// <summary>A text that is sent as it is written.</summary>
    public static void CheckVisible(string? text, string at, OptionProblems problems)
    {
        if (text is not null && text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            problems.Add(at, "use printable ASCII characters only");
    }
}
