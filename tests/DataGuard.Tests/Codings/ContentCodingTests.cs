using System.Text;
using DataGuard.Codings;

namespace DataGuard.Tests.Codings;

public sealed class ContentCodingTests
{
    [Theory]
    [InlineData("", "Identity")]
    [InlineData("identity", "Identity")]
    [InlineData("gzip", "Gzip")]
    [InlineData("X-GZip", "Gzip")]
    [InlineData(" , deflate ,", "Deflate")]
    [InlineData("identity, br", "Brotli")]
    [InlineData("zstd", "Other")]
    [InlineData("gzip, gzip", "Other")]
    [InlineData("gzip, br", "Other")]
    [InlineData("aws-chunked,gzip", "Other")]
    [InlineData("gzipped", "Other")]
    public void Parse_Header_GivesTheCoding(string header, string expected) =>
        Assert.Equal(expected, ContentCodings.Parse(Encoding.ASCII.GetBytes(header)).ToString());

    [Theory]
    [InlineData("gzip, deflate, br, zstd", "gzip,deflate,br")]
    [InlineData("zstd;q=1.0, GZIP;q=0.5, identity", "GZIP;q=0.5,identity")]
    [InlineData("*", "")]
    [InlineData("zstd", "")]
    public void WriteAcceptable_Header_HasOnlyWhatCanBeLookedInto(string header, string expected)
    {
        var target = new byte[header.Length];
        var written = ContentCodings.WriteAcceptable(Encoding.ASCII.GetBytes(header), target);
        Assert.Equal(expected, Encoding.ASCII.GetString(target, 0, written));
    }
}
