namespace EgressPipeline.Architecture.Tests;

public sealed class SourceTests
{
    [Theory, InlineData("NotImplementedException"), InlineData("TODO"), InlineData("FIXME"), InlineData("HACK")]
    public void Source_Unfinished_IsNowhere(string mark)
    {
        var marked = Repository.Sources("src").Where(source => source.Text.Contains(mark, StringComparison.Ordinal)).Select(source => source.Path);
        Assert.Empty(marked);
    }

    [Fact]
    public void SourceFile_OverFourHundredLines_IsNowhere()
    {
        var large = Repository.Sources("src").Where(source => source.Text.AsSpan().Count('\n') > 400).Select(source => source.Path);
        Assert.Empty(large);
    }

    [Fact]
    public void TypeName_ThatSaysNothing_IsNowhere()
    {
        string[] vague = ["Manager.cs", "Helper.cs", "Helpers.cs", "Util.cs", "Utils.cs", "Impl.cs"];
        var named = Repository.Sources("src").Select(source => source.Path).Where(path => vague.Any(ending => path.EndsWith(ending, StringComparison.Ordinal)));
        Assert.Empty(named);
    }
}
