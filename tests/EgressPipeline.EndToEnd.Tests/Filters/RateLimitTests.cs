using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Filters;

/// <summary>The filter <c>rate-limit</c>, loaded from a folder by the real sidecar.</summary>
public sealed class RateLimitTests
{
    [Fact]
    public async Task Calls_OverTheLimit_Are429WithWhatToDoAndTheConnectionStays()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, "permits: 2, per: 1h");
        await using var client = await scene.ConnectProxyAsync();
        var statuses = new List<int>();
        RawMessage? last = null;
        for (var i = 0; i < 4; i++)
        {
            await client.SendAsync($"GET http://{FilterScene.Host}/ HTTP/1.1\r\nHost: {FilterScene.Host}\r\n\r\n");
            statuses.Add((last = await client.ReadResponseAsync()).Status);
        }
        Assert.Equal([200, 200, 429, 429], statuses);
        Assert.InRange(int.Parse(last!.Header("retry-after")!, System.Globalization.CultureInfo.InvariantCulture), 1, 3600);
        Assert.Equal("\"default/rate-limit\";q=2;w=3600", last.Header("ratelimit-policy"));
        Assert.Equal("FilterBinding/default/rate-limit", last.Header("x-egress-decision"));
        Assert.Contains("the limit 'default/rate-limit' is used up", last.Text, StringComparison.Ordinal);
        Assert.Equal(2, upstream.Requests.Count);
        Assert.Equal(2, await scene.MetricAsync("egress_filter_rate_limit_calls_total", "outcome=\"refused\""));
    }

    [Fact]
    public async Task Calls_WithDifferentHeaderValues_HaveBudgetsOfTheirOwn()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, "permits: 1, per: 1h, by: [header], header: x-tenant");
        async Task<int> CallAsync(string fields) => (await scene.GetAsync($"http://{FilterScene.Host}/", fields)).Status;
        Assert.Equal(200, await CallAsync("x-tenant: a\r\n"));
        Assert.Equal(200, await CallAsync("x-tenant: b\r\n"));
        Assert.Equal(429, await CallAsync("x-tenant: a\r\n"));
        Assert.Equal(200, await CallAsync(""));
        Assert.Equal(429, await CallAsync(""));
    }

    [Fact]
    public async Task Responses_WithHeadersOn_TellTheBudget()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, "permits: 5, per: 1h, headers: true");
        Assert.Equal("\"default/rate-limit\";r=4", (await scene.GetAsync($"http://{FilterScene.Host}/")).Header("ratelimit"));
        Assert.Equal("\"default/rate-limit\";r=3", (await scene.GetAsync($"http://{FilterScene.Host}/")).Header("ratelimit"));
    }

    [Fact]
    public async Task Calls_OverTheLimitInReportMode_PassAndAreCounted()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, "permits: 1, per: 1h, mode: report");
        for (var i = 0; i < 3; i++)
            Assert.Equal(200, (await scene.GetAsync($"http://{FilterScene.Host}/")).Status);
        Assert.Equal(2, await scene.MetricAsync("egress_filter_rate_limit_calls_total", "outcome=\"reported\""));
    }

    [Fact]
    public async Task Calls_AtTheSameTime_AreBoundedAndPermitsComeBack()
    {
        var release = new TaskCompletionSource();
        var arrived = new TaskCompletionSource();
        await using var upstream = RawServer.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            arrived.TrySetResult();
            await release.Task;
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        });
        await using var scene = await FilterScene.StartAsync(PolicyText.Service(FilterScene.Host, 80, "HTTP", upstream.EndPoint)
            + FilterScene.Binding("rate-limit", "config: { algorithm: concurrency, permits: 1 }"), ["RateLimit"]);
        var first = scene.GetAsync($"http://{FilterScene.Host}/");
        await arrived.Task.Within("the first call");
        Assert.Equal(429, (await scene.GetAsync($"http://{FilterScene.Host}/")).Status);
        release.SetResult();
        Assert.Equal(200, (await first).Status);
        await Deadline.UntilAsync(async () => (await scene.GetAsync($"http://{FilterScene.Host}/")).Status == 200, "the permit");
    }

    [Theory]
    [InlineData("closed", 503)]
    [InlineData("open", 200)]
    public async Task Redis_Unreachable_CallsAreTreatedAsConfigured(string unavailable, int status)
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, $"permits: 1, per: 1h, redis: {{ endpoint: '127.0.0.1:1', unavailable: {unavailable} }}");
        for (var i = 0; i < 2; i++)
            Assert.Equal(status, (await scene.GetAsync($"http://{FilterScene.Host}/")).Status);
    }

    [Fact]
    public async Task Redis_UnreachableAndLocal_EverySidecarCountsForItself()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, "permits: 1, per: 1h, redis: { endpoint: '127.0.0.1:1' }");
        Assert.Equal(200, (await scene.GetAsync($"http://{FilterScene.Host}/")).Status);
        Assert.Equal(429, (await scene.GetAsync($"http://{FilterScene.Host}/")).Status);
    }

    [Fact]
    public async Task Binding_WithABurstForAWindow_IsRefusedAtItsPlace()
    {
        using var folder = new TempFolder();
        folder.Write("policy.yaml", FilterScene.Binding("rate-limit", "config: { algorithm: slidingWindow, permits: 1, burst: 2 }"));
        var run = await EgressProcess.RunVerbAsync("run", "--policies", folder.Path, "--plugins", PluginFolder.Fill(folder, "RateLimit"), "--outbound", "off", "--proxy", "127.0.0.1:0", "--admin", "off", "--metrics", "off");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("policy.yaml(7,58)", run.Error, StringComparison.Ordinal);
        Assert.Contains("only a token bucket has a burst", run.Error, StringComparison.Ordinal);
    }

    private static Task<Scene> StartAsync(SimpleHttpServer upstream, string config) =>
        FilterScene.StartAsync(PolicyText.Service(FilterScene.Host, 80, "HTTP", upstream.EndPoint)
            + FilterScene.Binding("rate-limit", $"config: {{ {config} }}"), ["RateLimit"]);
}
