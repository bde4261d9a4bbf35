using CredentialInjection.OAuth;
using CredentialInjection.Options;
using EgressPipeline;

namespace CredentialInjection.Tests;

/// <summary>What makes options valid, besides types and ranges, which the host checks.</summary>
public sealed class OptionsTests
{
    private static readonly ApiKeyOptions Key = new() { KeyFile = "/run/key", Header = "X-Api-Key" };
    private static readonly BasicOptions Basic = new() { User = "shop", PasswordFile = "/run/password" };

    [Fact]
    public void Options_OfOneKind_AreValid()
    {
        Assert.Empty(Problems(new CredentialInjectionOptions { ApiKey = Key }));
        Assert.Empty(Problems(new CredentialInjectionOptions { ApiKey = new ApiKeyOptions { KeyFile = "/run/key", Query = "api key" } }));
        Assert.Empty(Problems(new CredentialInjectionOptions { Basic = Basic }));
        Assert.Empty(Problems(new CredentialInjectionOptions { ClientCredentials = Client("https://login.example/token?p=1") }));
        Assert.Empty(Problems(new CredentialInjectionOptions { AwsSignature = Aws(credentials: "/run/aws") }));
        Assert.Empty(Problems(new CredentialInjectionOptions { AwsSignature = Aws(id: "/run/id", secret: "/run/secret", token: "/run/token") }));
    }

    [Fact]
    public void Options_OfNoneOrTwoKinds_AreNot()
    {
        Assert.Equal([""], Problems(new CredentialInjectionOptions()));
        Assert.Equal([""], Problems(new CredentialInjectionOptions { ApiKey = Key, Basic = Basic }));
    }

    [Theory]
    [InlineData("key", "X-Api-Key", null, "", "apiKey.keyFile")]
    [InlineData("/key", null, null, "", "apiKey")]
    [InlineData("/key", "X-Api-Key", "key", "", "apiKey")]
    [InlineData("/key", "no token", null, "", "apiKey.header")]
    [InlineData("/key", "Host", null, "", "apiKey.header")]
    [InlineData("/key", "Content-Length", null, "", "apiKey.header")]
    [InlineData("/key", "schlüssel", null, "", "apiKey.header")]
    [InlineData("/key", "X-Api-Key", null, "a\r\nb", "apiKey.prefix")]
    [InlineData("/key", null, "schlüssel", "", "apiKey.query")]
    [InlineData("/key", null, "key", "x", "apiKey.prefix")]
    public void ApiKey_ThatCannotWork_IsNamed(string file, string? header, string? query, string prefix, string path) =>
        Assert.Equal([path], Problems(new CredentialInjectionOptions { ApiKey = new ApiKeyOptions { KeyFile = file, Header = header, Query = query, Prefix = prefix } }));

    [Theory]
    [InlineData(null, null, "/password", "basic")]
    [InlineData("shop", "/user", "/password", "basic")]
    [InlineData("sh:op", null, "/password", "basic.user")]
    [InlineData(null, "user", "/password", "basic.userFile")]
    [InlineData("shop", null, "password", "basic.passwordFile")]
    public void Basic_ThatCannotWork_IsNamed(string? user, string? userFile, string file, string path) =>
        Assert.Equal([path], Problems(new CredentialInjectionOptions { Basic = new BasicOptions { User = user, UserFile = userFile, PasswordFile = file } }));

    [Theory]
    [InlineData("login.example/token")]
    [InlineData("/token")]
    [InlineData("ftp://login.example/token")]
    [InlineData("http://login.example/token")]
    [InlineData("https://user@login.example/token")]
    [InlineData("https://login.example/token#x")]
    public void TokenEndpoint_ThatCannotBeCalledSafely_IsNamed(string endpoint) =>
        Assert.Equal(["clientCredentials.tokenEndpoint"], Problems(new CredentialInjectionOptions { ClientCredentials = Client(endpoint) }));

    [Theory]
    [InlineData(ClientAuthentication.Basic, null, null, "clientCredentials")]
    [InlineData(ClientAuthentication.Post, "/secret", "/key", "clientCredentials")]
    [InlineData(ClientAuthentication.PrivateKeyJwt, "/secret", null, "clientCredentials")]
    [InlineData(ClientAuthentication.PrivateKeyJwt, "/secret", "/key", "clientCredentials")]
    [InlineData(ClientAuthentication.Basic, "secret", null, "clientCredentials.clientSecretFile")]
    [InlineData(ClientAuthentication.PrivateKeyJwt, null, "key", "clientCredentials.signingKeyFile")]
    public void Client_ThatCannotProveItself_IsNamed(ClientAuthentication authentication, string? secret, string? key, string path) =>
        Assert.Equal([path], Problems(new CredentialInjectionOptions { ClientCredentials = new ClientCredentialsOptions { TokenEndpoint = "https://login.example/token", ClientId = "shop", Authentication = authentication, ClientSecretFile = secret, SigningKeyFile = key } }));

    [Fact]
    public void Client_WithFieldsOfTheFilter_IsNamed()
    {
        var client = new ClientCredentialsOptions
        {
            TokenEndpoint = "https://login.example/token",
            ClientSecretFile = "/secret",
            Scopes = ["read write"],
            Parameters = new Dictionary<string, string> { ["audience"] = "a", ["client_secret"] = "b" },
        };
        Assert.Equal(["clientCredentials", "clientCredentials.parameters.client_secret", "clientCredentials.scopes"], Problems(new CredentialInjectionOptions { ClientCredentials = client }));
    }

    [Theory]
    [InlineData(null, null, null, null, "awsSignature")]
    [InlineData("/id", "/secret", null, "/aws", "awsSignature")]
    [InlineData("/id", null, null, null, "awsSignature")]
    [InlineData(null, null, "/token", "/aws", "awsSignature")]
    [InlineData("id", "/secret", null, null, "awsSignature.accessKeyIdFile")]
    [InlineData(null, null, null, "aws", "awsSignature.credentialsFile")]
    public void AwsKeys_ThatAreNotComplete_AreNamed(string? id, string? secret, string? token, string? credentials, string path) =>
        Assert.Equal([path], Problems(new CredentialInjectionOptions { AwsSignature = Aws(id, secret, token, credentials) }));

    [Theory]
    [InlineData("S3", "eu-central-1", "Range", "awsSignature.service")]
    [InlineData("s3", "eu/central", "Range", "awsSignature.region")]
    [InlineData("s3", "eu-central-1", "Content-Length", "awsSignature.signedHeaders")]
    [InlineData("s3", "eu-central-1", "no token", "awsSignature.signedHeaders")]
    public void AwsScope_ThatIsNone_IsNamed(string service, string region, string signed, string path) =>
        Assert.Equal([path], Problems(new CredentialInjectionOptions { AwsSignature = new AwsSignatureOptions { Service = service, Region = region, CredentialsFile = "/aws", SignedHeaders = [signed] } }));

    private static ClientCredentialsOptions Client(string endpoint) => new() { TokenEndpoint = endpoint, ClientId = "shop", ClientSecretFile = "/run/secret" };

    private static AwsSignatureOptions Aws(string? id = null, string? secret = null, string? token = null, string? credentials = null) =>
        new() { Service = "s3", Region = "eu-central-1", AccessKeyIdFile = id, SecretAccessKeyFile = secret, SessionTokenFile = token, CredentialsFile = credentials };

    private static string[] Problems(CredentialInjectionOptions options)
    {
        var problems = new OptionProblems();
        options.Validate(problems);
        return [.. problems.Items.Select(item => item.Path)];
    }
}
