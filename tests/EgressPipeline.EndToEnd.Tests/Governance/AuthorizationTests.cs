using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Governance;

public sealed class AuthorizationTests
{
    private const string Host = "api.example.com";
    private const string Web = "spiffe://cluster.local/ns/shop/sa/web";

    private static string Policy(SimpleHttpServer upstream, params string[] more) =>
        PolicyText.Join([PolicyText.Service(Host, 80, "HTTP", upstream.EndPoint), .. more]);

    [Fact]
    public async Task Deny_MatchingMethod_Is403AndNamesTheRule()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await Scene.StartAsync(Policy(upstream, PolicyText.Authorization("no-delete", "DENY", "- to:\n  - operation: { methods: [DELETE] }")));

        var denied = await scene.SendAsync($"DELETE http://{Host}/x HTTP/1.1\r\nHost: {Host}\r\nConnection: close\r\n\r\n");
        var allowed = await scene.GetAsync($"http://{Host}/x");

        Assert.Equal(403, denied.Status);
        Assert.Contains("no-delete", denied.Header("x-egress-decision"), StringComparison.Ordinal);
        Assert.Contains("\"stage\":\"authorize\"", denied.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("policy.yaml", denied.Text, StringComparison.Ordinal);
        Assert.Equal(200, allowed.Status);
        Assert.Single(upstream.Requests);
    }

    [Fact]
    public async Task Deny_RecordOfIt_HasFileLineAndNearestMiss()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await Scene.StartAsync(Policy(upstream, PolicyText.Authorization("readers", "ALLOW", "- to:\n  - operation: { methods: [GET] }")));

        Assert.Equal(403, (await scene.SendAsync($"POST http://{Host}/put HTTP/1.1\r\nHost: {Host}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")).Status);

        Assert.Contains("policy.yaml:", await scene.RecordAsync("/put"), StringComparison.Ordinal);
    }

    [Theory, InlineData(Web, 200), InlineData("spiffe://cluster.local/ns/shop/sa/other", 403), InlineData(null, 403)]
    public async Task Allow_ByPrincipal_AdmitsOnlyThatWorkload(string? identity, int status)
    {
        await using var upstream = SimpleHttpServer.Start();
        var policy = Policy(upstream, PolicyText.Authorization("web-only", "ALLOW", "- from:\n  - source: { principals: [cluster.local/ns/shop/sa/web] }").Replace("namespace: default", "namespace: shop", StringComparison.Ordinal));
        await using var scene = await Scene.StartAsync(policy, identity is null ? [] : ["--identity", identity]);

        Assert.Equal(status, (await scene.GetAsync($"http://{Host}/")).Status);
    }

    [Theory, InlineData("/public/a", 200), InlineData("/private/a", 403), InlineData("/public/../private/a", 403), InlineData("/public/%2e%2e/private/a", 403), InlineData("/public\\..\\private", 403)]
    public async Task Allow_ByPath_JudgesTheNormalisedPath(string path, int status)
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await Scene.StartAsync(Policy(upstream, PolicyText.Authorization("public", "ALLOW", "- to:\n  - operation: { paths: [/public/*] }")));

        var answer = await scene.SendAsync($"GET http://{Host}{path} HTTP/1.1\r\nHost: {Host}\r\nConnection: close\r\n\r\n");

        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task Audit_MatchingCall_IsAllowedAndRecorded()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await Scene.StartAsync(Policy(upstream, PolicyText.Authorization("watch-writes", "AUDIT", "- to:\n  - operation: { methods: [POST] }")));

        Assert.Equal(200, (await scene.SendAsync($"POST http://{Host}/audited HTTP/1.1\r\nHost: {Host}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")).Status);

        Assert.Contains("watch-writes", await scene.RecordAsync("/audited"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DryRun_ThatWouldDeny_LetsTheCallPassAndIsRecordedAndCounted()
    {
        await using var upstream = SimpleHttpServer.Start();
        var trial = PolicyText.Authorization("no-writes", "DENY", "- to:\n  - operation: { methods: [POST] }")
            .Replace("metadata: {", "metadata: { annotations: { istio.io/dry-run: 'true' },", StringComparison.Ordinal);
        await using var scene = await Scene.StartAsync(Policy(upstream, trial));

        Assert.Equal(200, (await scene.SendAsync($"POST http://{Host}/tried HTTP/1.1\r\nHost: {Host}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")).Status);
        Assert.Equal(200, (await scene.GetAsync($"http://{Host}/read")).Status);

        var tried = await scene.RecordAsync("/tried");
        Assert.Contains("\"dry_run\":\"would_deny\",\"dry_run_rule\":\"AuthorizationPolicy/default/no-writes#rules[0]\"", tried, StringComparison.Ordinal);
        Assert.Contains("\"dry_run_source\":", tried, StringComparison.Ordinal);
        Assert.DoesNotContain("dry_run", await scene.RecordAsync("/read"), StringComparison.Ordinal);
        Assert.Equal((1, 1), (await scene.MetricAsync("egress_dry_run_total", "result=\"would_deny\""), await scene.MetricAsync("egress_dry_run_total", "result=\"same\"")));
    }

    [Fact]
    public async Task Deny_OnConnect_RefusesTheTunnel()
    {
        await using var upstream = RawServer.Start();
        var policy = PolicyText.Join(
            PolicyText.Service("db.example.com", 5432, "TCP", upstream.EndPoint),
            PolicyText.Authorization("no-db", "DENY", "- to:\n  - operation: { ports: [\"5432\"] }"));
        await using var scene = await Scene.StartAsync(policy);

        var (client, answer) = await RawClient.ConnectThroughAsync(scene.Proxy, "db.example.com:5432");
        await using var _ = client;

        Assert.Equal(403, answer.Status);
        Assert.Equal(0, upstream.Connections);
    }

    [Fact]
    public async Task Deny_BySni_ClosesThePassthrough()
    {
        using var authority = new TestAuthority();
        await using var upstream = TlsServer.Start(authority, "secure.example.com");
        var policy = PolicyText.Join(
            PolicyText.Service("secure.example.com", 443, "TLS", upstream.EndPoint),
            PolicyText.Authorization("no-secure", "DENY", "- when:\n  - key: connection.sni\n    values: [secure.example.com]"));
        await using var scene = await Scene.StartAsync(policy);
        await using var client = await scene.ConnectOutboundAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => RawClient.StartTlsAsync(client, "secure.example.com", authority));

        Assert.Equal(0, upstream.Connections);
    }
}
