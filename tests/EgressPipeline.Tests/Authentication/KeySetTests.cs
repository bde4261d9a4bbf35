using EgressPipeline.Authentication;
using EgressPipeline.TestKit;

namespace EgressPipeline.Tests.Authentication;

public sealed class KeySetTests
{
    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"keys\":[]}")]
    [InlineData("{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}]}")]
    [InlineData("{\"keys\":[{\"kty\":\"RSA\",\"use\":\"enc\",\"n\":\"xyz\",\"e\":\"AQAB\"}]}")]
    [InlineData("{\"keys\":[{\"kty\":\"RSA\",\"n\":\"xyz\",\"e\":\"AQAB\",\"d\":\"xyz\"}]}")]
    [InlineData("<html>")]
    public void Text_WithoutAUsableKey_IsNone(string text) => Assert.False(KeySet.TryParse(text, out _));

    [Fact]
    public void Keys_OfOtherTypes_AreLeftAside()
    {
        using var issuer = TestIssuer.Ec("a");
        Assert.True(KeySet.TryParse("{\"keys\":[{\"kty\":\"oct\",\"kid\":\"b\",\"k\":\"c2VjcmV0\"}," + issuer.PublicKey + "]}", out var keys));
        Assert.Equal("a", Assert.Single(keys.For(null)).KeyId);
        Assert.Empty(keys.For("b"));
    }
}
