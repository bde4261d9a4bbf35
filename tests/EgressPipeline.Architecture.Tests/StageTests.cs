using System.Text.RegularExpressions;

namespace EgressPipeline.Architecture.Tests;

public sealed partial class StageTests
{
    [Fact]
    public void Folder_OfTheRuntime_IsClassified()
    {
        var known = StageFolders.Composition.Concat(StageFolders.Shared).Concat(StageFolders.Stages).ToHashSet();
        var unknown = Repository.Sources("src/EgressPipeline").Select(source => FolderOf(source.Path)).Distinct().Where(folder => folder.Length > 0 && !known.Contains(folder));
        Assert.Empty(unknown);
    }

    [Fact]
    public void Stage_AnotherStagesTypes_AreNotUsed()
    {
        var known = StageFolders.Stages.Concat(StageFolders.Shared).Concat(StageFolders.Composition).ToHashSet();
        var crossings =
            from source in Repository.Sources("src/EgressPipeline")
            let folder = FolderOf(source.Path)
            where folder.Length > 0
            from Match use in NamespaceUse().Matches(source.Text)
            let used = use.Groups[1].Value
            where known.Contains(used) && !StageFolders.Allows(folder, used)
            select $"{source.Path} uses {used}";
        Assert.Empty(crossings.Distinct());
    }

    private static string FolderOf(string path) => path.Contains('/', StringComparison.Ordinal) ? path.Split('/')[0] : "";

    /// <summary>A using directive, or a name qualified from the root namespace.</summary>
    [GeneratedRegex(@"\bEgressPipeline\.([A-Z][A-Za-z0-9]*)\b")]
    private static partial Regex NamespaceUse();
}
