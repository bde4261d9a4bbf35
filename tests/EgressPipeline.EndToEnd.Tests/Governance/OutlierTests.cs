using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Governance;

public sealed class OutlierTests
{
    private const string Host = "api.example.com";

    [Fact]
    public async Task EndpointThatFailsInARow_IsEjected()
    {
        await using var bad = SimpleHttpServer.Start("bad");
        bad.Respond = _ => new SimpleResponse(500);
        await using var good = SimpleHttpServer.Start("good");
        await using var scene = await Scene.StartAsync(PolicyText.Join(
            PolicyText.Service(Host, 80, "HTTP", bad.EndPoint, good.EndPoint),
            PolicyText.Destination(Host, "trafficPolicy:\n  loadBalancer: { simple: ROUND_ROBIN }\n  outlierDetection: { consecutive5xxErrors: 3, interval: 10s, baseEjectionTime: 60s, maxEjectionPercent: 50 }")));
        await using var client = await scene.ConnectProxyAsync();

        var failures = 0;
        for (var i = 0; i < 40; i++)
        {
            await client.SendAsync($"GET http://{Host}/ HTTP/1.1\r\nHost: {Host}\r\n\r\n");
            failures += (await client.ReadResponseAsync()).Status == 500 ? 1 : 0;
        }

        Assert.Equal(3, failures);
        Assert.Equal(3, bad.Requests.Count);
    }

    [Fact]
    public async Task ReloadThatAddsAnEndpoint_LeavesTheEjectedOneOut()
    {
        await using var bad = SimpleHttpServer.Start("bad");
        bad.Respond = _ => new SimpleResponse(500);
        await using var good = SimpleHttpServer.Start("good");
        await using var added = SimpleHttpServer.Start("added");
        var rule = PolicyText.Destination(Host, "trafficPolicy:\n  loadBalancer: { simple: ROUND_ROBIN }\n  outlierDetection: { consecutive5xxErrors: 3, interval: 60s, baseEjectionTime: 60s, maxEjectionPercent: 50 }");
        await using var scene = await Scene.StartAsync(PolicyText.Join(PolicyText.Service(Host, 80, "HTTP", bad.EndPoint, good.EndPoint), rule));
        for (var i = 0; i < 10; i++)
            await scene.GetAsync($"http://{Host}/");
        Assert.Equal(3, bad.Requests.Count);

        scene.Rewrite(PolicyText.Join(PolicyText.Service(Host, 80, "HTTP", bad.EndPoint, good.EndPoint, added.EndPoint), rule));
        await Deadline.UntilAsync(async () => (await scene.GetAsync($"http://{Host}/")).Status == 200 && added.Requests.Count > 0, "the new endpoint is called");
        for (var i = 0; i < 10; i++)
            Assert.Equal(200, (await scene.GetAsync($"http://{Host}/")).Status);

        Assert.Equal(3, bad.Requests.Count);
        Assert.Equal(1, await scene.MetricAsync("egress_outlier_ejections_total"));
    }

    [Fact]
    public async Task LastEndpoint_HoweverBad_IsNeverEjected()
    {
        await using var bad = SimpleHttpServer.Start("bad");
        bad.Respond = _ => new SimpleResponse(500);
        await using var scene = await Scene.StartAsync(PolicyText.Join(
            PolicyText.Service(Host, 80, "HTTP", bad.EndPoint),
            PolicyText.Destination(Host, "trafficPolicy:\n  outlierDetection: { consecutive5xxErrors: 2, baseEjectionTime: 60s }")));

        for (var i = 0; i < 10; i++)
            Assert.Equal(500, (await scene.GetAsync($"http://{Host}/")).Status);
        Assert.Equal(10, bad.Requests.Count);
    }
}
