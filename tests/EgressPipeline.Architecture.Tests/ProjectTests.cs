using System.Reflection;

namespace EgressPipeline.Architecture.Tests;

public sealed class ProjectTests
{
    /// <summary>The picture in docs/architecture.md: what each assembly of ours may use of ours.</summary>
    public static TheoryData<string, string[]> Directions => new()
    {
        { "EgressPipeline.Abstractions", ["EgressPipeline.Policy.Engine"] },
        { "EgressPipeline.Http", [] },
        { "EgressPipeline.Policy.Engine", [] },
        { "EgressPipeline.Policy", ["EgressPipeline.Policy.Engine"] },
        { "EgressPipeline.Generators", ["EgressPipeline.Policy", "EgressPipeline.Policy.Engine"] },
        { "EgressPipeline", ["EgressPipeline.Abstractions", "EgressPipeline.Http", "EgressPipeline.Policy", "EgressPipeline.Policy.Engine"] },
        { "egress", ["EgressPipeline", "EgressPipeline.Abstractions", "EgressPipeline.Http", "EgressPipeline.Policy", "EgressPipeline.Policy.Engine"] },
    };

    [Theory, MemberData(nameof(Directions))]
    public void Assembly_ReferencesOfOurs_PointInward(string name, string[] allowed)
    {
        var used = Assembly.Load(name).GetReferencedAssemblies().Select(reference => reference.Name!).Where(IsOurs);
        Assert.Empty(used.Except(allowed));
    }

    [Theory, InlineData("EgressPipeline.Abstractions"), InlineData("EgressPipeline.Http"), InlineData("EgressPipeline.Policy.Engine")]
    public void Leaf_WebFramework_IsNotReferenced(string name)
    {
        var used = Assembly.Load(name).GetReferencedAssemblies().Select(reference => reference.Name!);
        Assert.DoesNotContain(used, reference => reference.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
    }

    private static bool IsOurs(string name) => name == "egress" || name.StartsWith("EgressPipeline", StringComparison.Ordinal);
}
