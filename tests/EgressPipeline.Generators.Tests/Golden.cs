using System.Reflection;

namespace EgressPipeline.Generators.Tests;

/// <summary>Expected output in files of the folder <c>Golden</c>; <c>UPDATE_GOLDEN=1</c> rewrites them.</summary>
internal static class Golden
{
    private static readonly string Root = typeof(Golden).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(fact => fact.Key == "RepositoryRoot").Value!;

    public static void Equal(string name, string actual)
    {
        var file = Path.Combine(Root, "tests/EgressPipeline.Generators.Tests/Golden", name);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            File.WriteAllText(file, actual);
        Assert.Equal(File.ReadAllText(file), actual);
    }
}
