using EgressPipeline.TestKit;
using ExternalAuthorization.Tests.Support;

namespace ExternalAuthorization.Tests;

/// <summary>The way to the authorizer.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public async Task Questions_ShareOneConnection()
    {
        await using var server = await AuthorizationServer.StartAsync(_ => AuthorizationServer.Allow());
        using var rig = new FilterRig(FilterRig.Options(server));
        await rig.RequestAsync(Get());

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => rig.RequestAsync(Get())));

        Assert.All(results, result => Assert.True(result.IsContinue));
        Assert.Equal((51, 1), (server.Questions.Count, server.Connections));
    }

    [Theory]
    [InlineData(true, false, true)]
    [InlineData(true, true, true)]
    [InlineData(false, false, false)] // the system's roots know nothing of it
    public async Task Tls_ToTheAuthorizer_IsVerified(bool withRoots, bool withClient, bool passes)
    {
        using var authority = new TestAuthority();
        using var folder = new TempFolder();
        using var certificate = authority.IssueServer("localhost");
        using var client = authority.IssueClient("spiffe://cluster.local/ns/shop/sa/web");
        var (certificateFile, keyFile) = TestAuthority.WritePair(folder, client, "client");
        string? shown = null;
        await using var server = await AuthorizationServer.StartAsync((_, call) =>
        {
            shown = call.AuthContext.IsPeerAuthenticated ? "a certificate" : "none";
            return Task.FromResult(AuthorizationServer.Allow());
        }, certificate: certificate, wantsClient: withClient);
        using var rig = new FilterRig(new ExternalAuthorizationOptions
        {
            Server = $"https://localhost:{server.Port}",
            Timeout = TimeSpan.FromSeconds(9),
            CaFile = withRoots ? authority.WriteCertificate(folder) : null,
            CertificateFile = withClient ? certificateFile : null,
            KeyFile = withClient ? keyFile : null,
        });

        Assert.Equal(passes, (await rig.RequestAsync(Get())).IsContinue);

        Assert.Equal(passes ? withClient ? "a certificate" : "none" : null, shown);
    }

    private static MemoryExchange Get() => new("GET", "api.example.com", "/");
}
