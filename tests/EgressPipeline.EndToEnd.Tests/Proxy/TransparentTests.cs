using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Proxy;

public sealed class TransparentTests(PlainScene scene) : IClassFixture<PlainScene>
{
    [Fact]
    public async Task OriginForm_DeclaredHost_IsServedByHost()
    {
        var answer = await RawClient.RequestAsync(scene.Outbound, "GET /by-host HTTP/1.1\r\nHost: api.example.com\r\nConnection: close\r\n\r\n");

        Assert.Equal(200, answer.Status);
        Assert.Equal("/by-host", scene.Upstream.Requests.Last().Message.Target);
    }

    [Fact]
    public async Task OriginForm_UndeclaredHost_Is502()
    {
        Assert.Equal(502, (await RawClient.RequestAsync(scene.Outbound, "GET / HTTP/1.1\r\nHost: unknown.example.net\r\nConnection: close\r\n\r\n")).Status);
    }

    [Fact]
    public async Task OriginForm_WithoutHost_Is400()
    {
        Assert.Equal(400, (await RawClient.RequestAsync(scene.Outbound, "GET / HTTP/1.1\r\nConnection: close\r\n\r\n")).Status);
    }

    [Fact]
    public async Task DirectHit_NamingTheListenerItself_NeverLoops()
    {
        var own = scene.Outbound.ToString();

        var answer = await RawClient.RequestAsync(scene.Outbound, $"GET / HTTP/1.1\r\nHost: {own}\r\nConnection: close\r\n\r\n");

        Assert.InRange(answer.Status, 500, 599);
        Assert.True(scene.Scene.Egress.Descriptors < 200, "the sidecar dialled itself");
    }

    [Fact]
    public async Task OpaqueBytes_WithoutADestination_AreRefused()
    {
        await using var client = await RawClient.ConnectAsync(scene.Outbound);
        await client.SendAsync(new byte[] { 0, 1, 2, 3, 0xFF, 0xFE, 0, 0 });
        client.ShutdownSend();

        Assert.DoesNotContain("200", System.Text.Encoding.Latin1.GetString(await client.ReadToEndAsync()), StringComparison.Ordinal);
    }
}
