using System.Text;
using DataGuard.Inspection;

namespace DataGuard.Tests.Inspection;

public sealed class MediaTypeListTests
{
    [Theory]
    [InlineData("image/png", true)]
    [InlineData("IMAGE/PNG", true)]
    [InlineData("image/svg+xml; charset=utf-8", true)]
    [InlineData("application/zip", true)]
    [InlineData("application/zip ; x=y", true)]
    [InlineData("application/zipped", false)]
    [InlineData("text/plain", false)]
    [InlineData("text/plain; image/png", false)]
    [InlineData("image", false)]
    [InlineData("image/", false)]
    [InlineData("", false)]
    public void Has_ContentType_AsListed(string type, bool expected) =>
        Assert.Equal(expected, new MediaTypeList(["image/*", "application/zip"]).Has(Encoding.ASCII.GetBytes(type)));

    [Theory]
    [InlineData("image/png", true)]
    [InlineData("image/*", true)]
    [InlineData("application/vnd.api+json", true)]
    [InlineData("*/*", false)]
    [InlineData("*", false)]
    [InlineData("image", false)]
    [InlineData("image/", false)]
    [InlineData("/png", false)]
    [InlineData("image/png; q=1", false)]
    public void IsValid_Entry_AsItIsWritten(string type, bool expected) => Assert.Equal(expected, MediaTypeList.IsValid(type));
}
