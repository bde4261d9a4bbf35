using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Governance;

public sealed class TlsOriginationTests
{
    private const string Host = "secure.example.com";

    private static Task<Scene> StartAsync(TempFolder folder, SimpleHttpServer upstream, string tls) => Scene.StartAsync(folder, PolicyText.Join(
        PolicyText.Service(Host, 80, "HTTP", upstream.EndPoint),
        PolicyText.Destination(Host, $"trafficPolicy:\n  tls: {{ {tls} }}")));

    [Fact]
    public async Task Simple_GoodCertificate_IsEncryptedWithSni()
    {
        using var authority = new TestAuthority();
        var folder = new TempFolder();
        await using var upstream = TlsServer.Start(authority, Host);
        await using var scene = await StartAsync(folder, upstream, $"mode: SIMPLE, sni: {Host}, caCertificates: {authority.WriteCertificate(folder)}");

        var answer = await scene.GetAsync($"http://{Host}/secured");

        Assert.Equal(200, answer.Status);
        Assert.Equal(Host, upstream.Requests.Single().Tls!.ServerName);
    }

    [Fact]
    public async Task Simple_WithoutSni_UsesTheHostAndVerifiesIt()
    {
        using var authority = new TestAuthority();
        var folder = new TempFolder();
        await using var upstream = TlsServer.Start(authority, Host);
        await using var scene = await StartAsync(folder, upstream, $"mode: SIMPLE, caCertificates: {authority.WriteCertificate(folder)}");

        Assert.Equal(200, (await scene.GetAsync($"http://{Host}/")).Status);
        Assert.Equal(Host, upstream.Requests.Single().Tls!.ServerName);
    }

    [Fact]
    public async Task Simple_KeptConnection_HandshakesOnce()
    {
        using var authority = new TestAuthority();
        var folder = new TempFolder();
        await using var upstream = TlsServer.Start(authority, Host);
        await using var scene = await StartAsync(folder, upstream, $"mode: SIMPLE, caCertificates: {authority.WriteCertificate(folder)}");
        await using var client = await scene.ConnectProxyAsync();

        for (var i = 0; i < 10; i++)
        {
            await client.SendAsync($"GET http://{Host}/ HTTP/1.1\r\nHost: {Host}\r\n\r\n");
            Assert.Equal(200, (await client.ReadResponseAsync()).Status);
        }

        Assert.Equal(1, upstream.Connections);
    }

    [Theory, InlineData("expired"), InlineData("future"), InlineData("wrong name"), InlineData("unknown authority")]
    public async Task Simple_BadServer_Is503AndNothingIsSent(string fault)
    {
        using var authority = new TestAuthority();
        using var stranger = new TestAuthority("stranger");
        var folder = new TempFolder();
        await using var upstream = fault switch
        {
            "expired" => TlsServer.StartExpired(authority, Host),
            "future" => SimpleHttpServer.Start(Host, new TlsSettings { Certificate = authority.IssueFutureServer(Host) }),
            "wrong name" => TlsServer.Start(authority, "other.example.com"),
            _ => TlsServer.Start(stranger, Host),
        };
        await using var scene = await StartAsync(folder, upstream, $"mode: SIMPLE, caCertificates: {authority.WriteCertificate(folder)}");

        var answer = await scene.GetAsync($"http://{Host}/bad");

        Assert.Equal(503, answer.Status);
        Assert.DoesNotContain(upstream.Requests, request => request.Message.Target == "/bad");
        Assert.Contains("UF", await scene.RecordAsync("/bad"), StringComparison.Ordinal);
    }

    [Theory, InlineData("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"), InlineData("")]
    public async Task Simple_ServerThatSpeaksNoTls_Is503InTime(string says)
    {
        using var authority = new TestAuthority();
        var folder = new TempFolder();
        await using var upstream = RawServer.Start(async connection =>
        {
            await connection.SendAsync(says);
            await connection.ReadToEndAsync();
        });
        await using var scene = await Scene.StartAsync(folder, PolicyText.Join(
            PolicyText.Service(Host, 80, "HTTP", upstream.EndPoint),
            PolicyText.Destination(Host, $"trafficPolicy:\n  connectionPool: {{ tcp: {{ connectTimeout: 0.5s }} }}\n  tls: {{ mode: SIMPLE, caCertificates: {authority.WriteCertificate(folder)} }}")));

        Assert.Equal(503, (await scene.GetAsync($"http://{Host}/")).Status);
    }

    [Fact]
    public async Task Simple_SubjectAltNames_MustContainTheServers()
    {
        using var authority = new TestAuthority();
        var folder = new TempFolder();
        await using var upstream = TlsServer.Start(authority, Host);
        await using var scene = await StartAsync(folder, upstream, $"mode: SIMPLE, caCertificates: {authority.WriteCertificate(folder)}, subjectAltNames: [another.example.com]");

        Assert.Equal(503, (await scene.GetAsync($"http://{Host}/")).Status);
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task Mutual_ClientCertificate_IsPresented()
    {
        using var authority = new TestAuthority();
        var folder = new TempFolder();
        await using var upstream = TlsServer.StartMutual(authority, authority, Host);
        var (certificate, key) = TestAuthority.WritePair(folder, authority.IssueClient("spiffe://cluster.local/ns/shop/sa/web"), "client");
        await using var scene = await StartAsync(folder, upstream, $"mode: MUTUAL, caCertificates: {authority.WriteCertificate(folder)}, clientCertificate: {certificate}, privateKey: {key}");

        Assert.Equal(200, (await scene.GetAsync($"http://{Host}/")).Status);
        Assert.NotNull(upstream.Requests.Single().Tls!.PeerCertificate);
    }

    [Fact]
    public async Task Mutual_CertificateReplacedOnDisk_IsUsedForNewConnections()
    {
        using var authority = new TestAuthority();
        var folder = new TempFolder();
        await using var upstream = TlsServer.StartMutual(authority, authority, Host);
        var (certificate, key) = TestAuthority.WritePair(folder, authority.IssueClient("spiffe://cluster.local/ns/shop/sa/web"), "client");
        await using var scene = await StartAsync(folder, upstream, $"mode: MUTUAL, caCertificates: {authority.WriteCertificate(folder)}, clientCertificate: {certificate}, privateKey: {key}");
        Assert.Equal(200, (await scene.GetAsync($"http://{Host}/close")).Status);
        var renewed = authority.IssueClient("spiffe://cluster.local/ns/shop/sa/web");

        TestAuthority.WritePair(folder, renewed, "client");

        await Deadline.UntilAsync(async () =>
        {
            await scene.GetAsync($"http://{Host}/close");
            return upstream.Requests.Last().Tls!.PeerCertificate!.Thumbprint == renewed.Thumbprint;
        }, "the renewed certificate is presented");
    }

    [Fact]
    public async Task Mutual_CredentialsAbsent_NeverFallBackToLess()
    {
        using var authority = new TestAuthority();
        var folder = new TempFolder();
        await using var upstream = SimpleHttpServer.Start(Host);
        folder.Write("policies/policy.yaml", PolicyText.Join(
            PolicyText.Service(Host, 80, "HTTP", upstream.EndPoint),
            PolicyText.Destination(Host, $"trafficPolicy:\n  tls: {{ mode: MUTUAL, caCertificates: {authority.WriteCertificate(folder)}, clientCertificate: {folder.File("none.pem")}, privateKey: {folder.File("none.key")} }}")));
        try
        {
            await using var egress = await EgressProcess.StartAsync(folder.File("policies"));
            Assert.Equal(503, (await RawClient.GetThroughAsync(egress.Proxy, $"http://{Host}/")).Status);
        }
        catch (InvalidOperationException refusedToStart)
        {
            Assert.Contains("none.pem", refusedToStart.Message, StringComparison.Ordinal);
        }
        Assert.Empty(upstream.Requests);
    }
}
