using CsCheck;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Tests.Text;

public sealed class ByteQuantityTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("1048576", 1048576)]
    [InlineData("512Ki", 524288)]
    [InlineData("10Mi", 10485760)]
    [InlineData("1Gi", 1073741824)]
    [InlineData("2Ti", 2199023255552)]
    [InlineData("5k", 5000)]
    [InlineData("5M", 5000000)]
    [InlineData("5G", 5000000000)]
    [InlineData("5T", 5000000000000)]
    public void TryParse_Quantity_IsRead(string text, long bytes)
    {
        Assert.True(ByteQuantity.TryParse(text, out var read));
        Assert.Equal(bytes, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Ki")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1.5Gi")]
    [InlineData("1 Gi")]
    [InlineData("1K")]
    [InlineData("1KiB")]
    [InlineData("9223372036854775808")]
    [InlineData("8388608Ti")]
    public void TryParse_AnythingElse_IsNot(string text) => Assert.False(ByteQuantity.TryParse(text, out _));

    [Fact]
    public void Of_AnyNumber_ReadsBackAsItself() => Gen.Long[0, long.MaxValue].Sample(bytes =>
        Assert.True(ByteQuantity.TryParse(ByteQuantity.Of(bytes), out var read) && read == bytes));
}
