using System.Text;
using CsCheck;
using EgressPipeline.Http1.Deadlines;

namespace EgressPipeline.Tests.Http1.Deadlines;

public sealed class GrpcTimeoutTests
{
    [Theory]
    [InlineData("1H", 3_600_000)]
    [InlineData("2M", 120_000)]
    [InlineData("3S", 3000)]
    [InlineData("250m", 250)]
    [InlineData("1u", 1)]
    [InlineData("1000u", 1)]
    [InlineData("1001u", 2)]
    [InlineData("1n", 1)]
    [InlineData("0m", 0)]
    [InlineData("99999999H", 99_999_999 * 3_600_000L)]
    public void TryParse_Timeout_IsReadInWholeMilliseconds(string text, long milliseconds)
    {
        Assert.True(GrpcTimeout.TryParse(Encoding.ASCII.GetBytes(text), out var timeout));
        Assert.Equal(milliseconds, (long)timeout.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("5")]
    [InlineData("5x")]
    [InlineData("-5m")]
    [InlineData("+5m")]
    [InlineData(" 5m")]
    [InlineData("5 m")]
    [InlineData("1.5S")]
    [InlineData("123456789m")]
    public void TryParse_AnythingElse_IsNone(string text) => Assert.False(GrpcTimeout.TryParse(Encoding.ASCII.GetBytes(text), out _));

    [Theory]
    [InlineData(1, "1m")]
    [InlineData(99_999_999, "99999999m")]
    [InlineData(100_000_000, "100000S")]
    [InlineData(99_999_999_000, "99999999S")]
    [InlineData(100_000_000_000, "1666666M")]
    [InlineData(6_000_000_000_000, "1666666H")]
    [InlineData(long.MaxValue, "99999999H")]
    public void Write_Milliseconds_InTheFinestUnitThatFits(long milliseconds, string text)
    {
        var written = new byte[GrpcTimeout.MaxLength];
        Assert.Equal(text, Encoding.ASCII.GetString(written, 0, GrpcTimeout.Write(milliseconds, written)));
    }

    [Fact]
    public void Write_AnyTime_ReadsBackAsNoMore() => Gen.Long[0, 99_999_999L * 3_600_000].Sample(milliseconds =>
    {
        var written = new byte[GrpcTimeout.MaxLength];
        var length = GrpcTimeout.Write(milliseconds, written);
        Assert.True(GrpcTimeout.TryParse(written.AsSpan(0, length), out var read));
        Assert.InRange(milliseconds - (long)read.TotalMilliseconds, 0, milliseconds < 100_000_000 ? 0 : milliseconds / 1000);
    });
}
