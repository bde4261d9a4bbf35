using System.Net;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Filters;

/// <summary>Filters that judge connections.</summary>
public sealed class ConnectionFilterTests
{
    private const string Tls = "tls.example.com";

    private static string Policy(IPEndPoint tls, IPEndPoint http) => PolicyText.Join(
        PolicyText.Service(Tls, 443, "TLS", tls), PolicyText.Service(FilterScene.Host, 80, "HTTP", http));

    [Fact]
    public async Task Connect_ToAHostThatTheFilterRefuses_Is403()
    {
        await using var upstream = RawServer.Start();
        await using var scene = await FilterScene.StartAsync(Policy(upstream.EndPoint, upstream.EndPoint) + FilterScene.Binding("door", $"config: {{ host: {Tls} }}"), ["SamplePlugin"]);

        var answer = await scene.SendAsync($"CONNECT {Tls}:443 HTTP/1.1\r\nHost: {Tls}:443\r\n\r\n");

        Assert.Equal(403, answer.Status);
        Assert.Contains("the door is shut", answer.Text, StringComparison.Ordinal);
        Assert.Equal("FilterBinding/default/door", answer.Header("x-egress-decision"));
        Assert.Equal(0, upstream.Connections);
        await scene.RecordAsync("filter{door}");
    }

    [Fact]
    public async Task Tls_PassedThrough_IsJudgedByItsNameAndToldOf()
    {
        using var authority = new TestAuthority();
        await using var upstream = TlsServer.Start(authority, Tls);
        await using var scene = await FilterScene.StartAsync(Policy(upstream.EndPoint, upstream.EndPoint) + FilterScene.Binding("door"), ["SamplePlugin"]);

        await using (var client = await scene.ConnectOutboundAsync())
        await using (var tls = await RawClient.StartTlsAsync(client, Tls, authority))
        {
            await tls.SendAsync($"GET / HTTP/1.1\r\nHost: {Tls}\r\n\r\n");
            Assert.Equal(200, (await tls.ReadResponseAsync()).Status);
        }

        await Deadline.UntilAsync(async () => await scene.MetricAsync("egress_filter_door_closed_total") == 1, "the end of the connection");
        Assert.True(await scene.MetricAsync("egress_filter_door_sent_bytes_total") > 100);
        Assert.Contains("closed Tls to 'default/tls-example-com-443', judged as Tls", scene.Egress.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tls_WhoseFirstByteTheFilterRefuses_IsReset()
    {
        using var authority = new TestAuthority();
        await using var upstream = RawServer.Start();
        await using var scene = await FilterScene.StartAsync(Policy(upstream.EndPoint, upstream.EndPoint) + FilterScene.Binding("door", "config: { firstByte: 22 }"), ["SamplePlugin"]);
        await using var client = await scene.ConnectOutboundAsync();

        await Assert.ThrowsAnyAsync<IOException>(() => RawClient.StartTlsAsync(client, Tls, authority));

        Assert.Equal(0, upstream.Connections);
    }

    [Fact]
    public async Task HttpConnection_IsJudgedBeforeItsFirstRequest()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await FilterScene.StartAsync(Policy(upstream.EndPoint, upstream.EndPoint) + FilterScene.Binding("door", "config: { firstByte: 71 }"), ["SamplePlugin"]);
        await using (var refused = await scene.ConnectOutboundAsync())
        {
            await refused.SendAsync($"GET / HTTP/1.1\r\nHost: {FilterScene.Host}\r\n\r\n"); // 71 is G
            await refused.ReadToEndAsync();
            Assert.True(refused.WasReset);
        }
        await using (var served = await scene.ConnectOutboundAsync())
        {
            await served.SendAsync($"PUT / HTTP/1.1\r\nHost: {FilterScene.Host}\r\ncontent-length: 0\r\n\r\n");
            Assert.Equal(200, (await served.ReadResponseAsync()).Status);
        }
        await Deadline.UntilAsync(async () => await scene.MetricAsync("egress_filter_door_closed_total") == 2, "both ends");
        Assert.Single(upstream.Requests);
    }
}
