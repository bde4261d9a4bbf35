using System.Net;
using System.Security.Cryptography;
using System.Text;
using CredentialInjection.OAuth;
using EgressPipeline.TestKit;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CredentialInjection.Tests.OAuth;

/// <summary>Against a real server on Kestrel.</summary>
public sealed class HttpTokenEndpointTests
{
    private static readonly ClientCredentials Client = new() { ClientId = "shop cart", Secret = "s3cret:&/ü" };

    [Fact]
    public async Task Fetch_WithBasic_SendsTheFormEncodedPairAndNothingSecretInTheForm()
    {
        await using var server = await TokenServer.StartAsync();
        var fetch = await FetchAsync(server, Client);

        Assert.Equal("Bearer token-1", Encoding.ASCII.GetString(fetch.Token!.Credential.Value));
        Assert.Equal(3600, fetch.Token.Lifetime?.TotalSeconds);
        var call = Assert.Single(server.Calls);
        var pair = Encoding.ASCII.GetString(Convert.FromBase64String(call.Authorization["Basic ".Length..])).Split(':');
        Assert.Equal(["shop cart", "s3cret:&/ü"], pair.Select(part => Uri.UnescapeDataString(part.Replace('+', ' '))));
        Assert.Equal(["grant_type"], call.Form.Keys);
        Assert.Equal("client_credentials", call.Form["grant_type"]);
    }

    [Fact]
    public async Task Fetch_WithPost_SendsTheSecretInTheFormOnly()
    {
        await using var server = await TokenServer.StartAsync();
        await FetchAsync(server, Client, request => request with
        {
            Authentication = ClientAuthentication.Post,
            Scope = "read write",
            Parameters = new Dictionary<string, string> { ["audience"] = "https://api.example.com/" },
        });

        var call = Assert.Single(server.Calls);
        Assert.Equal("", call.Authorization);
        Assert.Equal(("shop cart", "s3cret:&/ü"), (call.Form["client_id"], call.Form["client_secret"]));
        Assert.Equal(("read write", "https://api.example.com/"), (call.Form["scope"], call.Form["audience"]));
    }

    [Theory]
    [InlineData("RSA", "RS256")]
    [InlineData("P-256", "ES256")]
    [InlineData("P-384", "ES384")]
    public async Task Fetch_WithPrivateKeyJwt_SendsAStatementThatTheServerCanVerify(string kind, string algorithm)
    {
        using AsymmetricAlgorithm key = kind == "RSA" ? RSA.Create(2048) : ECDsa.Create(ECCurve.CreateFromFriendlyName(kind.Replace("P-", "nistP", StringComparison.Ordinal)));
        var client = new ClientCredentials { ClientId = "shop", SigningKey = key.ExportPkcs8PrivateKeyPem() };
        await using var server = await TokenServer.StartAsync();

        await FetchAsync(server, client, request => request with { Authentication = ClientAuthentication.PrivateKeyJwt, KeyId = "key-7" });
        await FetchAsync(server, client, request => request with { Authentication = ClientAuthentication.PrivateKeyJwt, KeyId = "key-7" });

        var form = server.Calls.First().Form;
        Assert.Equal("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", form["client_assertion_type"]);
        var verified = await new JsonWebTokenHandler().ValidateTokenAsync(form["client_assertion"], new TokenValidationParameters
        {
            ValidIssuer = "shop",
            ValidAudience = server.Endpoint.AbsoluteUri,
            IssuerSigningKey = key is RSA rsa ? new RsaSecurityKey(rsa) : new ECDsaSecurityKey((ECDsa)key),
            ClockSkew = TimeSpan.Zero,
        });
        Assert.True(verified.IsValid, verified.Exception?.Message);
        var token = (JsonWebToken)verified.SecurityToken;
        Assert.Equal((algorithm, "key-7", "shop"), (token.Alg, token.Kid, token.Subject));
        Assert.Equal(ClientAssertion.Lifetime, token.ValidTo - token.IssuedAt);
        Assert.NotEqual(token.Id, new JsonWebToken(server.Calls.Last().Form["client_assertion"]).Id);
    }

    [Fact]
    public void SigningKey_ThatCannotSign_IsNamedBeforeItIsUsed()
    {
        using var small = RSA.Create(1024);
        using var good = RSA.Create(2048);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.Null(ClientAssertion.FlawOf(good.ExportPkcs8PrivateKeyPem()));
        Assert.Null(ClientAssertion.FlawOf(good.ExportRSAPrivateKeyPem()));
        Assert.Null(ClientAssertion.FlawOf(curve.ExportECPrivateKeyPem()));
        Assert.Contains("2048", ClientAssertion.FlawOf(small.ExportPkcs8PrivateKeyPem()), StringComparison.Ordinal);
        foreach (var bad in new[] { "", "no pem", good.ExportSubjectPublicKeyInfoPem(), curve.ExportSubjectPublicKeyInfoPem(), good.ExportEncryptedPkcs8PrivateKeyPem("x", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 10)) })
            Assert.Contains("private key", ClientAssertion.FlawOf(bad), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_scope","error_description":"s3cret"}""", "status 400, invalid_scope")]
    [InlineData(401, "s3cret", "status 401, no known error code")]
    [InlineData(500, "", "status 500, no known error code")]
    [InlineData(201, """{"access_token":"s3cret"}""", "status 201, no known error code")]
    [InlineData(200, "s3cret", "the answer is not JSON")]
    public async Task Fetch_Refused_NamesTheStatusAndQuotesNothing(int status, string body, string expected)
    {
        await using var server = await TokenServer.StartAsync();
        server.Respond = context => TokenServer.SendAsync(context, status, body);
        Assert.Equal(expected, (await FetchAsync(server, Client)).Problem);
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Thu, 01 Jan 1970 00:00:00 GMT", null)]
    public async Task Fetch_RefusedWithRetryAfter_SaysIt(string retryAfter, int? seconds)
    {
        await using var server = await TokenServer.StartAsync();
        server.Respond = context =>
        {
            context.Response.Headers.RetryAfter = retryAfter;
            return TokenServer.SendAsync(context, 429, "{}");
        };
        var asked = (await FetchAsync(server, Client)).RetryAfter;
        Assert.True(seconds is { } known ? asked == TimeSpan.FromSeconds(known) : asked < TimeSpan.Zero);
    }

    [Fact]
    public async Task Fetch_Redirected_DoesNotCarryTheSecretElsewhere()
    {
        await using var elsewhere = await TokenServer.StartAsync();
        await using var server = await TokenServer.StartAsync();
        server.Respond = context =>
        {
            context.Response.Headers.Location = elsewhere.Endpoint.AbsoluteUri;
            return TokenServer.SendAsync(context, 307, "");
        };
        Assert.Contains("redirects are not followed", (await FetchAsync(server, Client)).Problem, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Calls);
    }

    [Fact]
    public async Task Fetch_OfTheLargestAnswer_IsReadAndOneByteMoreIsNot()
    {
        await using var server = await TokenServer.StartAsync();
        var rest = new string(' ', TokenResponse.MaxBytes - """{"access_token":"abc"}""".Length);
        server.Respond = context => TokenServer.SendAsync(context, 200, """{"access_token":"abc"}""" + rest);
        Assert.NotNull((await FetchAsync(server, Client)).Token);
        server.Respond = context => TokenServer.SendAsync(context, 200, """{"access_token":"abc"}""" + rest + " ");
        Assert.Contains("failed", (await FetchAsync(server, Client)).Problem, StringComparison.Ordinal);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Fetch_FromASlowEndpoint_EndsInTime(bool afterTheHead)
    {
        await using var server = await TokenServer.StartAsync();
        server.Respond = async context =>
        {
            if (afterTheHead)
            {
                await TokenServer.SendAsync(context, 200, "{");
                await context.Response.Body.FlushAsync();
            }
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };
        var fetch = await FetchAsync(server, Client, timeout: TimeSpan.FromMilliseconds(200));
        Assert.Equal("no complete answer within 0.2 s", fetch.Problem);
    }

    [Fact]
    public async Task Fetch_WhereTheEnvironmentHasAProxy_GoesPastIt()
    {
        await using var server = await TokenServer.StartAsync();
        var before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new WebProxy("http://127.0.0.1:1");
        try
        {
            Assert.NotNull((await FetchAsync(server, Client)).Token);
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }
    }

    [Fact]
    public async Task Fetch_FromNobody_IsAProblem()
    {
        Uri endpoint;
        await using (var server = await TokenServer.StartAsync())
            endpoint = server.Endpoint;
        var fetch = await new HttpTokenEndpoint(new TokenRequest { Endpoint = endpoint, Authentication = ClientAuthentication.Basic }, Deadline.Default, TimeProvider.System).FetchAsync(Client, default).Within();
        Assert.Contains("ConnectionError", fetch.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_OverTls_TrustsTheRootsOfItsFileForItsNameOnly()
    {
        using var authority = new TestAuthority();
        using var other = new TestAuthority("another");
        using var certificate = authority.IssueServer("127.0.0.1");
        using var misnamed = authority.IssueServer("elsewhere.example");
        await using var server = await TokenServer.StartAsync(certificate);
        await using var impostor = await TokenServer.StartAsync(misnamed);
        var trusting = new ClientCredentials { ClientId = "shop", Secret = "s3cret", TrustedRoots = authority.Certificate.ExportCertificatePem() };
        var wrong = new ClientCredentials { ClientId = "shop", Secret = "s3cret", TrustedRoots = other.Certificate.ExportCertificatePem() };

        Assert.NotNull((await FetchAsync(server, trusting)).Token);
        foreach (var fetch in new[] { await FetchAsync(server, wrong), await FetchAsync(server, Client), await FetchAsync(impostor, trusting) })
            Assert.Contains("SecureConnectionError", fetch.Problem, StringComparison.Ordinal);
        Assert.Single(server.Calls);
        Assert.Empty(impostor.Calls);
    }

    private static Task<TokenFetch> FetchAsync(TokenServer server, ClientCredentials client, Func<TokenRequest, TokenRequest>? with = null, TimeSpan? timeout = null)
    {
        var request = new TokenRequest { Endpoint = server.Endpoint, Authentication = ClientAuthentication.Basic };
        return new HttpTokenEndpoint(with?.Invoke(request) ?? request, timeout ?? Deadline.Default, TimeProvider.System).FetchAsync(client, default).Within();
    }
}
