using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Tests.Text;

public sealed class DurationTests
{
    [Theory]
    [InlineData("1s", 1000)]
    [InlineData("1.5s", 1500)]
    [InlineData("0.250s", 250)]
    [InlineData("500ms", 500)]
    [InlineData("1h2m3s4ms", 3723004)]
    [InlineData("2.5h", 9000000)]
    [InlineData(".5s", 500)]
    [InlineData("0", 0)]
    [InlineData("0s", 0)]
    [InlineData("-1s", -1000)]
    [InlineData("3000000us", 3000)]
    public void TryParse_Valid_Milliseconds(string text, double milliseconds)
    {
        Assert.True(Duration.TryParse(text, out var duration, out var isWhole));
        Assert.True(isWhole);
        Assert.Equal(milliseconds, duration.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("1")]
    [InlineData("1 s")]
    [InlineData("1s ")]
    [InlineData("1d")]
    [InlineData("1.2.3s")]
    [InlineData("-")]
    [InlineData("99999999999999999999s")]
    [InlineData("999999999999999999h")]
    [InlineData("300000000h")]
    [InlineData("-300000000h")]
    public void TryParse_Invalid_False(string text) => Assert.False(Duration.TryParse(text, out _, out _));

    [Theory]
    [InlineData("2.000000005s")]
    [InlineData("0.0000005s")]
    [InlineData("100us")]
    public void TryParse_FinerThanAMillisecond_SaysSo(string text)
    {
        Assert.True(Duration.TryParse(text, out _, out var isWhole));
        Assert.False(isWhole);
    }
}
