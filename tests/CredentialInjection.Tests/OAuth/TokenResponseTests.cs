using System.Text;
using CredentialInjection.OAuth;
using CredentialInjection.Secrets;
using CsCheck;

namespace CredentialInjection.Tests.OAuth;

public sealed class TokenResponseTests
{
    [Theory]
    [InlineData("""{"access_token":"abc","token_type":"Bearer","expires_in":3600}""", 3600.0)]
    [InlineData("""{"access_token":"abc","token_type":"bearer","expires_in":"3599"}""", 3599.0)]
    [InlineData("""{"access_token":"abc","expires_in":0.5}""", 0.5)]
    [InlineData("""{"access_token":"abc"}""", null)]
    [InlineData("""{"access_token":"abc","expires_in":null,"scope":"x","nested":{"a":[1]}}""", null)]
    [InlineData("""{"access_token":"abc","expires_in":86401}""", 86400.0)]
    [InlineData("""{"access_token":"abc","expires_in":1e300}""", 86400.0)]
    public void Grant_OfTheKindsThatExist_IsRead(string body, double? seconds)
    {
        var fetch = Read(body);
        Assert.Equal("Bearer abc", Encoding.ASCII.GetString(fetch.Token!.Credential.Value));
        Assert.Equal(seconds, fetch.Token.Lifetime?.TotalSeconds);
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("<html>abc</html>", "not JSON")]
    [InlineData("""{"access_token":"abc"} trailing""", "not JSON")]
    [InlineData("""{"access_token":"abc\ud800"}""", "not JSON")]
    [InlineData("""["abc"]""", "no JSON object")]
    [InlineData("""{"error":"invalid_client"}""", "no access_token")]
    [InlineData("""{"access_token":""}""", "no access_token")]
    [InlineData("""{"access_token":{"abc":1}}""", "no access_token")]
    [InlineData("""{"access_token":"abc","token_type":"DPoP"}""", "another type")]
    [InlineData("""{"access_token":"abc\r\nX-Evil: 1"}""", "cannot be sent")]
    [InlineData("""{"access_token":"abc def"}""", "cannot be sent")]
    [InlineData("""{"access_token":"äbc"}""", "cannot be sent")]
    [InlineData("""{"access_token":"abc","expires_in":0}""", "expires_in")]
    [InlineData("""{"access_token":"abc","expires_in":-1}""", "expires_in")]
    [InlineData("""{"access_token":"abc","expires_in":"soon"}""", "expires_in")]
    [InlineData("""{"access_token":"abc","expires_in":"NaN"}""", "expires_in")]
    [InlineData("""{"access_token":"abc","expires_in":true}""", "expires_in")]
    public void Grant_ThatIsNone_IsAProblemThatQuotesNothing(string body, string problem)
    {
        var fetch = Read(body);
        Assert.Null(fetch.Token);
        Assert.Contains(problem, fetch.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("abc", fetch.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Grant_WithTheLongestToken_IsReadAndALongerOneIsNot()
    {
        Assert.NotNull(Read($$"""{"access_token":"{{new string('x', SecretText.MaxBytes)}}"}""").Token);
        Assert.Null(Read($$"""{"access_token":"{{new string('x', SecretText.MaxBytes + 1)}}"}""").Token);
    }

    [Theory]
    [InlineData("""{"error":"invalid_client","error_description":"the secret s3cret is wrong"}""", "invalid_client")]
    [InlineData("""{"error":"s3cret"}""", "no known error code")]
    [InlineData("""{"error":["invalid_client"]}""", "no known error code")]
    [InlineData("""{"error":"\ud800"}""", "no known error code")]
    [InlineData("s3cret", "no known error code")]
    [InlineData("[]", "no known error code")]
    public void Error_OfAnEndpoint_IsNamedByItsStandardCodeOnly(string body, string expected) =>
        Assert.Equal(expected, TokenResponse.ReadError(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void Answer_OfAnyBytes_IsAValueAndNeverAnException() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        Assert.True(TokenResponse.ReadGrant(bytes) is { Token: not null } or { Problem: not null });
        Assert.NotNull(TokenResponse.ReadError(bytes));
    });

    private static TokenFetch Read(string body) => TokenResponse.ReadGrant(Encoding.UTF8.GetBytes(body));
}
