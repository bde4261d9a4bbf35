using EgressPipeline;

namespace ExternalAuthorization.Tests;

/// <summary>What the options refuse besides their ranges.</summary>
public sealed class OptionsTests
{
    [Theory]
    [InlineData("https://authz.shop.svc:9191", false, true)]
    [InlineData("http://127.0.0.1:9191", false, true)]
    [InlineData("http://[::1]:9191", false, true)]
    [InlineData("http://authz.shop.svc:9191", true, true)]
    [InlineData("http://authz.shop.svc:9191", false, false)]
    [InlineData("http://localhost:9191", false, false)]
    [InlineData("authz:9191", false, false)]
    [InlineData("ftp://authz", false, false)]
    [InlineData("https://user@authz", false, false)]
    [InlineData("https://authz/path", false, false)]
    [InlineData("", false, false)]
    public void Server_IsJudged(string server, bool allowPlaintext, bool isGood) =>
        Assert.Equal(isGood, Problems(new ExternalAuthorizationOptions { Server = server, AllowPlaintext = allowPlaintext }).Length == 0);

    [Fact]
    public void Certificate_WithoutItsKey_IsAProblem() =>
        Assert.Equal(["keyFile"], Problems(new ExternalAuthorizationOptions { Server = "https://authz", CertificateFile = "/c.pem" }));

    [Fact]
    public void FilesForTls_WithAnHttpAddress_AreAProblem() =>
        Assert.Equal(["server"], Problems(new ExternalAuthorizationOptions { Server = "http://127.0.0.1:1", CaFile = "/ca.pem" }));

    [Theory]
    [InlineData("x-tenant", true)]
    [InlineData("x-*", true)]
    [InlineData("*", true)]
    [InlineData(":path", true)]
    [InlineData("X-Tenant", false)]
    [InlineData("x*y", false)]
    [InlineData("", false)]
    public void HeaderNames_AreJudged(string name, bool isGood)
    {
        Assert.Equal(isGood ? [] : new[] { "headers" }, Problems(new ExternalAuthorizationOptions { Server = "https://authz", Headers = [name] }));
        Assert.Equal(isGood ? [] : new[] { "withoutHeaders" }, Problems(new ExternalAuthorizationOptions { Server = "https://authz", WithoutHeaders = [name] }));
    }

    private static string[] Problems(ExternalAuthorizationOptions options)
    {
        var problems = new OptionProblems();
        options.Validate(problems);
        return [.. problems.Items.Select(item => item.Path)];
    }
}
