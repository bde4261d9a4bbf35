using System.Net;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Governance;

/// <summary>Services that are reached through a corporate proxy.</summary>
public sealed class TunnelTests
{
    private const string Host = "api.example.com";
    private const string Credentials = "Basic " + "Y29ycDpoaWRkZW4="; // corp:hidden

    [Fact]
    public async Task Tinyproxy_WithCredentials_CarriesTlsWithTheTarget()
    {
        using var authority = new TestAuthority();
        var folder = new TempFolder();
        await using var upstream = TlsServer.Start(authority, Host);
        await using var proxy = await Tinyproxy.StartAsync(folder, upstream.Port);
        folder.Write("secret", Credentials + "\n");
        await using var scene = await Scene.StartAsync(folder, Policy(proxy.EndPoint, upstream.EndPoint, folder.File("secret"), $"tls: {{ mode: SIMPLE, sni: {Host}, caCertificates: {authority.WriteCertificate(folder)} }}"));
        await using var client = await scene.ConnectProxyAsync();

        for (var i = 0; i < 3; i++)
        {
            await client.SendAsync($"GET http://{Host}/{i} HTTP/1.1\r\nHost: {Host}\r\n\r\n");
            Assert.Equal(200, (await client.ReadResponseAsync()).Status);
        }

        Assert.Equal(1, upstream.Connections); // the tunnel is kept like any connection
        Assert.Equal(Host, upstream.Requests.First().Tls!.ServerName);
        Assert.DoesNotContain("Proxy-Authorization", upstream.Requests.First().Message.Head, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Tinyproxy_CredentialsReplaced_NextConnectionUsesThem()
    {
        var folder = new TempFolder();
        await using var upstream = SimpleHttpServer.Start();
        await using var proxy = await Tinyproxy.StartAsync(folder, upstream.Port);
        folder.Write("secret", "Basic d3Jvbmc6d3Jvbmc=");
        await using var scene = await Scene.StartAsync(folder, Policy(proxy.EndPoint, upstream.EndPoint, folder.File("secret")));

        var refused = await scene.GetAsync($"http://{Host}/refused");
        Assert.Equal(503, refused.Status);
        Assert.Empty(upstream.Requests);
        var record = await scene.RecordAsync("/refused");
        Assert.Contains("UF", record, StringComparison.Ordinal);
        Assert.Contains("the proxy answered 40", record, StringComparison.Ordinal);

        folder.Write("secret", Credentials);
        Assert.Equal(200, (await scene.GetAsync($"http://{Host}/")).Status);
        Assert.DoesNotContain("d3Jvbmc6d3Jvbmc=", scene.Egress.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Credentials, scene.Egress.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TlsOfTheApplication_PassesThroughTheTunnel()
    {
        using var authority = new TestAuthority();
        await using var upstream = TlsServer.Start(authority, Host);
        await using var corporate = await Scene.StartAsync(PolicyText.TcpService("target.corp", "127.0.0.1", upstream.Port, upstream.EndPoint)); // another sidecar is a proxy like any
        await using var scene = await Scene.StartAsync(Policy(corporate.Proxy, upstream.EndPoint, "", protocol: "TLS"));

        await using var client = await scene.ConnectOutboundAsync();
        await using var tls = await RawClient.StartTlsAsync(client, Host, authority);
        await tls.SendAsync($"GET / HTTP/1.1\r\nHost: {Host}\r\n\r\n");

        Assert.Equal(200, (await tls.ReadResponseAsync()).Status);
    }

    [Fact]
    public async Task ProxyThatNeverAnswers_Is503WithinTheConnectTimeout()
    {
        await using var proxy = RawServer.Start(static async connection => await connection.ReadToEndAsync());
        await using var scene = await Scene.StartAsync(Policy(proxy.EndPoint, new IPEndPoint(IPAddress.Loopback, 1), "", "connectionPool: { tcp: { connectTimeout: 300ms } }"));

        var answer = await scene.GetAsync($"http://{Host}/stalled");

        Assert.Equal(503, answer.Status);
        Assert.Contains("not done within 300 ms", await scene.RecordAsync("/stalled"), StringComparison.Ordinal);
    }

    private static string Policy(IPEndPoint proxy, IPEndPoint target, string secret, string more = "", string protocol = "HTTP")
    {
        var annotations = "egresspipeline.dev/tunnel-tls: inside" + (secret.Length == 0 ? "" : $", egresspipeline.dev/tunnel-authorization: {secret}");
        var rule = PolicyText.Destination(Host, $"trafficPolicy:\n  tunnel: {{ protocol: CONNECT, targetHost: {target.Address}, targetPort: {target.Port} }}\n  {more}\n");
        return PolicyText.Join(
            PolicyText.Service(Host, protocol == "TLS" ? 443 : 80, protocol, proxy),
            rule.Replace("namespace: default }", $"namespace: default, annotations: {{ {annotations} }} }}", StringComparison.Ordinal));
    }
}
