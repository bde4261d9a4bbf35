namespace EgressPipeline.TestSupport;

/// <summary>
/// Finds the optional corpus of cases from the field (<c>EGRESS_CORPUS</c>, or a <c>shared/corpus</c> folder beside
/// the checkout). Tests that need it skip with a reason when it is absent.
/// </summary>
public static class Corpus
{
    public const string Absent = "the corpus of field cases is not here (set EGRESS_CORPUS to its folder)";

    /// <summary>The corpus folder, or null when there is none.</summary>
    public static string? Root { get; } = Find();

    public static bool Exists => Root is not null;

    /// <summary>The path of one file or folder inside the corpus.</summary>
    public static string Path(string relative) => System.IO.Path.Combine(Root ?? throw new InvalidOperationException(Absent), relative);

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("EGRESS_CORPUS") is { Length: > 0 } set)
            return Directory.Exists(set) ? set : null;
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var candidate = System.IO.Path.Combine(at.FullName, "shared", "corpus");
            if (Directory.Exists(candidate))
                return candidate;
        }
        return null;
    }
}
