using System.Text;
using EgressPipeline.Authentication;

namespace EgressPipeline.Tests.Authentication;

public sealed class CookieTextTests
{
    [Theory]
    [InlineData("t=1", "1", "")]
    [InlineData("a=0; t=1; b=2", "1", "a=0; b=2")]
    [InlineData("t=1;t=2;a=0", "1", "a=0")]
    [InlineData("a=0;  t=1=1 ;", "1=1", "a=0")]
    [InlineData("at=1; ta=2", null, "at=1; ta=2")]
    [InlineData("t", null, "t")]
    [InlineData("T=1", null, "T=1")]
    [InlineData(";;", null, "")]
    [InlineData("t=", "", "")]
    public void Cookie_IsFoundAndTakenOut(string cookies, string? value, string rest)
    {
        var found = CookieText.TryGet(Encoding.ASCII.GetBytes(cookies), "t"u8, out var bytes);
        Assert.Equal(value is not null, found);
        Assert.Equal(value ?? "", Encoding.ASCII.GetString(bytes));
        Assert.Equal(rest, Encoding.ASCII.GetString(CookieText.Without(Encoding.ASCII.GetBytes(cookies), "t"u8)));
    }
}
