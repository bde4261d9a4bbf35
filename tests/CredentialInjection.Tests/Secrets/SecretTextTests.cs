using System.Text;
using CredentialInjection.Secrets;
using CsCheck;

namespace CredentialInjection.Tests.Secrets;

public sealed class SecretTextTests
{
    [Fact]
    public void Header_OfASecret_IsPrefixAndSecret() =>
        Assert.Equal("Token token=abc def", Encoding.ASCII.GetString(SecretText.ForHeader("Token token="u8, "abc def"u8.ToArray()).Value!.Value));

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\r\nX-Evil: 1")]
    [InlineData("a\0b")]
    [InlineData("a\tb")]
    [InlineData("schlüssel")]
    public void Header_OfATextThatNoHeaderCarries_IsRefusedWithoutQuotingIt(string secret)
    {
        var value = SecretText.ForHeader(""u8, Encoding.UTF8.GetBytes(secret));
        Assert.Null(value.Value);
        Assert.DoesNotContain(secret, value.Problem, StringComparison.Ordinal);
        Assert.Null(SecretText.ForQuery(Encoding.UTF8.GetBytes(secret)).Value);
    }

    [Fact]
    public void Header_OfTheLargestSize_IsMadeAndOneByteMoreIsNot()
    {
        Assert.NotNull(SecretText.ForHeader(""u8, Encoding.ASCII.GetBytes(new string('x', SecretText.MaxBytes))).Value);
        Assert.Contains("longer than", SecretText.ForHeader(""u8, Encoding.ASCII.GetBytes(new string('x', SecretText.MaxBytes + 1))).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Query_OfAnySecret_DecodesToIt() => Gen.String[Gen.Char[' ', '~'], 1, 60].Sample(secret =>
    {
        var value = Encoding.ASCII.GetString(SecretText.ForQuery(Encoding.ASCII.GetBytes(secret)).Value!.Value);
        Assert.Equal(secret, Uri.UnescapeDataString(value));
        Assert.DoesNotContain('&', value);
        Assert.DoesNotContain('+', value);
    });

    [Fact]
    public void Basic_OfAnyPair_DecodesToIt() => Gen.Select(Gen.String[Gen.Char['!', '9'], 1, 20], Gen.String[Gen.Char[' ', 'ÿ'], 1, 20]).Sample((user, password) =>
    {
        var value = Encoding.ASCII.GetString(SecretText.ForBasic(Encoding.UTF8.GetBytes(user), Encoding.UTF8.GetBytes(password)).Value!.Value);
        Assert.StartsWith("Basic ", value, StringComparison.Ordinal);
        Assert.Equal($"{user}:{password}", Encoding.UTF8.GetString(Convert.FromBase64String(value["Basic ".Length..])));
    });

    [Theory]
    [InlineData("a:b", "c")]
    [InlineData("a", "b\nc")]
    [InlineData("a\nb", "c")]
    public void Basic_OfAPairThatCannotBeSent_IsRefused(string user, string password) =>
        Assert.NotNull(SecretText.ForBasic(Encoding.UTF8.GetBytes(user), Encoding.UTF8.GetBytes(password)).Problem);

    [Fact]
    public void Derived_AsText_ShowsNoSecret()
    {
        Derived<string> derived = "hidden";
        Assert.DoesNotContain("hidden", derived.ToString(), StringComparison.Ordinal);
    }
}
