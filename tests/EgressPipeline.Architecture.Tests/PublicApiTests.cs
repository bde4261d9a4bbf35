using System.Reflection;

namespace EgressPipeline.Architecture.Tests;

public sealed class PublicApiTests
{
    /// <summary>
    /// The filter contract is what others compile against: a change of it must be seen in the diff.
    /// Rewrite the file with <c>UPDATE_GOLDEN=1</c> and say in the commit why the contract changed.
    /// </summary>
    [Fact]
    public void Abstractions_PublicSurface_IsTheFrozenOne()
    {
        var golden = Path.Combine(Repository.Root, "src/EgressPipeline.Abstractions/PublicApi.txt");
        var actual = PublicApi.Describe(Assembly.Load("EgressPipeline.Abstractions"));
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            File.WriteAllText(golden, actual);
        Assert.Equal(File.ReadAllText(golden), actual);
    }
}
