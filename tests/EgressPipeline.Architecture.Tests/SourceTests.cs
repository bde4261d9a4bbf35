using System.Text.RegularExpressions;

namespace EgressPipeline.Architecture.Tests;

public sealed class SourceTests
{
    [Theory, InlineData("NotImplementedException"), InlineData("TODO"), InlineData("FIXME"), InlineData("HACK")]
    public void Source_Unfinished_IsNowhere(string mark)
    {
        var marked = OurSources().Where(source => source.Text.Contains(mark, StringComparison.Ordinal)).Select(source => source.Path);
        Assert.Empty(marked);
    }

    [Fact]
    public void SourceFile_OverFourHundredLines_IsNowhere()
    {
        var large = OurSources().Where(source => source.Text.AsSpan().Count('\n') > 400).Select(source => source.Path);
        Assert.Empty(large);
    }

    [Fact]
    public void TypeName_ThatSaysNothing_IsNowhere()
    {
        string[] vague = ["Manager.cs", "Helper.cs", "Helpers.cs", "Util.cs", "Utils.cs", "Impl.cs"];
        var named = OurSources().Select(source => source.Path).Where(path => vague.Any(ending => path.EndsWith(ending, StringComparison.Ordinal)));
        Assert.Empty(named);
    }

    /// <summary>A setting that nothing reads is a promise that nothing keeps.</summary>
    [Theory]
    [InlineData("LimitOptions", "limits")]
    [InlineData("SidecarOptions", "options")]
    public void Setting_ThatNothingReads_IsNowhere(string record, string variable)
    {
        var sources = Repository.Sources("src").ToArray();
        var declaration = sources.Single(source => source.Path.EndsWith($"/{record}.cs", StringComparison.Ordinal));
        var others = sources.Where(source => source.Path != declaration.Path && !source.Path.Contains("/Settings/", StringComparison.Ordinal)).Select(source => source.Text).ToArray();

        var unread = Regex.Matches(declaration.Text, @"(\w+) \{ get; init; \}").Select(property => property.Groups[1].Value)
            .Where(name => !others.Any(text => Regex.IsMatch(text, $@"{variable}\.{name}\b", RegexOptions.IgnoreCase)));

        Assert.Empty(unread);
    }

    private static IEnumerable<(string Path, string Text)> OurSources() => Repository.Sources("src").Concat(Repository.Sources("generators"));
}
