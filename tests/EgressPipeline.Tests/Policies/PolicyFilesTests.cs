using EgressPipeline.Policies;
using EgressPipeline.Policy;
using EgressPipeline.TestKit;

namespace EgressPipeline.Tests.Policies;

public sealed class PolicyFilesTests
{
    [Fact]
    public void Read_ConfigMapMount_TakesEachFileOnceAndSeesTheSwap()
    {
        using var folder = new TempFolder();
        var first = Directory.CreateDirectory(Path.Combine(folder.Path, "..1")).FullName;
        var second = Directory.CreateDirectory(Path.Combine(folder.Path, "..2")).FullName;
        File.WriteAllText(Path.Combine(first, "a.yaml"), "one");
        File.WriteAllText(Path.Combine(second, "a.yaml"), "two");
        var data = Path.Combine(folder.Path, "..data");
        Directory.CreateSymbolicLink(data, first);
        File.CreateSymbolicLink(Path.Combine(folder.Path, "a.yaml"), Path.Combine("..data", "a.yaml"));

        var before = PolicyFiles.Read([folder.Path]);
        Directory.Delete(data);
        Directory.CreateSymbolicLink(data, second);
        var after = PolicyFiles.Read([folder.Path]);

        Assert.Equal("one", Assert.Single(before.Files).Text);
        Assert.Equal("two", Assert.Single(after.Files).Text);
        Assert.NotEqual(before.ContentHash, after.ContentHash);
    }

    [Fact]
    public void Read_EmptyFolder_SaysSo()
    {
        using var folder = new TempFolder();

        Assert.Contains("holds no .yaml", Assert.Single(PolicyFiles.Read([folder.Path]).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NotUtf8_NamesThePlace()
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(Path.Combine(folder.Path, "a.yaml"), [0x61, 0xFF, 0xFE]);

        var load = PolicyLoader.Load([folder.Path], WorkloadContext.Unknown);

        Assert.Null(load.Plan);
        Assert.Contains("a.yaml(1,2): error EGP0016", Assert.Single(load.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_LinkThatGoesRound_Ends()
    {
        using var folder = new TempFolder();
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "again"), folder.Path);

        Assert.NotEmpty(PolicyFiles.Read([folder.Path]).Problems);
    }
}
