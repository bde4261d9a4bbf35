using EgressPipeline.Policy.Calls;

namespace EgressPipeline.Policy.Tests.Calls;

public sealed class TokenWordsTests
{
    [Fact]
    public void Read_NamesGivenTwiceAndInnerNames_AreListsAndObjects()
    {
        var claims = TokenWords.Read(["iss=https://i", "groups=a", "groups=b", "realm[roles]=x=y", "realm[inner][deep]="], out var problem)!;
        Assert.Null(problem);
        Assert.Equal("https://i", claims["iss"].ToString());
        Assert.False(claims["iss"].IsList);
        Assert.Equal("a, b", claims["groups"].ToString());
        Assert.Equal("x=y", claims["realm"].Find("roles")!.ToString());
        Assert.Equal("", claims["realm"].Find("inner")!.Find("deep")!.ToString());
    }

    [Theory]
    [InlineData("iss")]
    [InlineData("=x")]
    [InlineData("[a]=x")]
    [InlineData("a[=x")]
    [InlineData("a[]=x")]
    [InlineData("a[b]c=x")]
    [InlineData("a=x", "a[b]=y")]
    [InlineData("a[b]=y", "a=x")]
    public void Read_WhatIsNoClaim_IsAProblem(params string[] words)
    {
        Assert.Null(TokenWords.Read(words, out var problem));
        Assert.Contains("is no claim", problem, StringComparison.Ordinal);
    }
}
