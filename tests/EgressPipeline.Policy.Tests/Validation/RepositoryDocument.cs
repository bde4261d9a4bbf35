using System.Reflection;

namespace EgressPipeline.Policy.Tests.Validation;

/// <summary>Documents of the repository that tests write: <c>UPDATE_GOLDEN=1</c> rewrites them.</summary>
internal static class RepositoryDocument
{
    private const string Update = "UPDATE_GOLDEN";

    // Not the compiler's path of this file: a deterministic build maps it away.
    private static readonly string Root = typeof(RepositoryDocument).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(fact => fact.Key == "RepositoryRoot").Value!;

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    /// <summary>The text, or nothing when the file is not there yet.</summary>
    public static string Read(string relative) => File.Exists(PathOf(relative)) ? File.ReadAllText(PathOf(relative)) : "";

    /// <summary>Compares a document with what it must say.</summary>
    public static void Compare(string relative, string expected)
    {
        if (Environment.GetEnvironmentVariable(Update) == "1" && Read(relative) != expected)
            File.WriteAllText(PathOf(relative), expected);
        Assert.True(Read(relative) == expected, $"{relative} is out of date: run this test once with {Update}=1; expected\n{expected}");
    }
}
