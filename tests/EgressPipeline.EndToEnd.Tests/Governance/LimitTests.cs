using System.Diagnostics;
using System.Text.Json;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Governance;

/// <summary>EgressLimits as callers, logs and metrics see them.</summary>
public sealed class LimitTests
{
    private const string Host = "api.example.com";

    private static string Limits(string spec) => $"apiVersion: egresspipeline.dev/v1\nkind: EgressLimits\nmetadata: {{name: quota, namespace: default}}\nspec: {{{spec}}}\n";

    private static Task<Scene> StartAsync(SimpleHttpServer upstream, string spec) =>
        Scene.StartAsync(PolicyText.Join(PolicyText.Service(Host, 80, "HTTP", upstream.EndPoint), Limits(spec)));

    [Fact]
    public async Task Requests_BeyondTheBurst_AreRefusedWithTheReasonAndNotSent()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, "hosts: [api.example.com], requests: {count: 2, per: 1h}");
        await using var client = await scene.ConnectProxyAsync();
        for (var i = 0; i < 2; i++)
        {
            await client.SendAsync($"GET http://{Host}/good HTTP/1.1\r\nHost: {Host}\r\n\r\n");
            Assert.Equal(200, (await client.ReadResponseAsync()).Status);
        }

        await client.SendAsync($"POST http://{Host}/over HTTP/1.1\r\nHost: {Host}\r\nContent-Length: 4\r\n\r\nbody");
        var answer = await client.ReadResponseAsync();

        Assert.Equal(429, answer.Status);
        Assert.Equal("1800", answer.Header("retry-after"));
        Assert.Equal("EgressLimits/default/quota", answer.Header("x-egress-decision"));
        var problem = JsonDocument.Parse(answer.Text).RootElement;
        Assert.Equal("limit_reached", problem.GetProperty("reason").GetString());
        Assert.Equal("requests", problem.GetProperty("bound").GetString());
        Assert.Equal("the limit is 2 requests per 1h", problem.GetProperty("detail").GetString());
        Assert.Equal(2, upstream.Requests.Count);
        using var record = JsonDocument.Parse(await scene.RecordAsync("/over"));
        Assert.Equal("RL", record.RootElement.GetProperty("response_flags").GetString());
        Assert.Equal("local_rate_limited", record.RootElement.GetProperty("response_code_details").GetString());
        Assert.Equal("EgressLimits/default/quota", record.RootElement.GetProperty("limit").GetString());
        Assert.Equal("requests", record.RootElement.GetProperty("limit_bound").GetString());
        Assert.Matches("policy.yaml:[0-9]+$", record.RootElement.GetProperty("limit_source").GetString());
        Assert.Equal(2, await scene.MetricAsync("egress_limit_passed_total", "limit=\"default/quota\""));
        Assert.Equal(1, await scene.MetricAsync("egress_limit_refused_total", "limit=\"default/quota\"", "bound=\"requests\""));
        Assert.DoesNotContain("\"limit\"", await scene.RecordAsync("/good"), StringComparison.Ordinal);
        // The connection goes on: what is refused next is not the body.
        await client.SendAsync($"GET http://{Host}/again HTTP/1.1\r\nHost: {Host}\r\n\r\n");
        Assert.Equal(429, (await client.ReadResponseAsync()).Status);
    }

    [Fact]
    public async Task Concurrency_PlaceIsFreeWhenTheAnswerIsOver_AndStatusIsTheOneChosen()
    {
        await using var upstream = RawServer.Start();
        await using var scene = await Scene.StartAsync(PolicyText.Join(PolicyText.Service(Host, 80, "HTTP", upstream.EndPoint), Limits("concurrency: 1, status: 503")));
        await using var first = await scene.ConnectProxyAsync();
        await first.SendAsync($"GET http://{Host}/first HTTP/1.1\r\nHost: {Host}\r\n\r\n");
        await using var server = await upstream.AcceptAsync();
        await server.ReadRequestAsync();
        await server.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nha");

        var refused = await scene.GetAsync($"http://{Host}/second");
        Assert.Equal(503, refused.Status);
        Assert.Equal("1", refused.Header("retry-after"));
        Assert.Contains("\"bound\":\"concurrency\"", refused.Text, StringComparison.Ordinal);
        Assert.Equal(1, await scene.MetricAsync("egress_limit_active"));
        await server.SendAsync("lf");
        Assert.Equal("half", (await first.ReadResponseAsync()).Text);
        await Deadline.UntilAsync(async () => await scene.MetricAsync("egress_limit_active") == 0, "a free place");

        await first.SendAsync($"GET http://{Host}/third HTTP/1.1\r\nHost: {Host}\r\n\r\n");
        await server.ReadRequestAsync();
        await server.SendAsync("HTTP/1.1 204 No Content\r\n\r\n");
        Assert.Equal(204, (await first.ReadResponseAsync()).Status);
    }

    [Fact]
    public async Task AdaptiveConcurrency_WhileItMeasures_LetsOnlyFewThrough_ThenMore()
    {
        await using var upstream = RawServer.Start();
        await using var scene = await Scene.StartAsync(PolicyText.Join(PolicyText.Service(Host, 80, "HTTP", upstream.EndPoint), Limits("status: 503, adaptiveConcurrency: {minConcurrency: 1, updateInterval: 10ms, minRtt: {requests: 2}}")));
        await using var client = await scene.ConnectProxyAsync();
        await client.SendAsync($"GET http://{Host}/first HTTP/1.1\r\nHost: {Host}\r\n\r\n");
        await using var server = await upstream.AcceptAsync();
        await server.ReadRequestAsync();

        var refused = await scene.GetAsync($"http://{Host}/second");

        Assert.Equal(503, refused.Status);
        Assert.Contains("\"bound\":\"adaptive_concurrency\"", refused.Text, StringComparison.Ordinal);
        await server.SendAsync("HTTP/1.1 204 No Content\r\n\r\n");
        await client.ReadResponseAsync();
        for (var i = 0; i < 200 && await scene.MetricAsync("egress_limit_adaptive_concurrency") < 2; i++)
        {
            await client.SendAsync($"GET http://{Host}/more HTTP/1.1\r\nHost: {Host}\r\n\r\n");
            await server.ReadRequestAsync();
            await server.SendAsync("HTTP/1.1 204 No Content\r\n\r\n");
            await client.ReadResponseAsync();
        }
        Assert.True(await scene.MetricAsync("egress_limit_adaptive_concurrency") >= 2);
        Assert.NotEqual(0, await scene.MetricAsync("egress_limit_adaptive_min_rtt_milliseconds"));
        Assert.Equal(1, await scene.MetricAsync("egress_limit_refused_total", "bound=\"adaptive_concurrency\""));
    }

    [Theory]
    [InlineData(40_000, 0)]
    [InlineData(0, 40_000)]
    public async Task Bandwidth_EitherDirection_TakesAsLongAsTheLineAndRefusesNothing(int up, int down)
    {
        await using var upstream = SimpleHttpServer.Start();
        upstream.Respond = _ => new SimpleResponse(200, new string('y', down));
        await using var scene = await StartAsync(upstream, "bandwidth: 24Ki");
        var clock = Stopwatch.StartNew();

        var answer = await scene.SendAsync($"POST http://{Host}/big HTTP/1.1\r\nHost: {Host}\r\nConnection: close\r\nContent-Length: {up}\r\n\r\n{new string('x', up)}");

        Assert.Equal(200, answer.Status);
        Assert.Equal(down, answer.Body.Length);
        Assert.Equal(up, upstream.Requests.Single().Message.Body.Length);
        // 16 KiB pass at once, the rest at 24 KiB a second.
        Assert.InRange(clock.Elapsed.TotalSeconds, (40_000 - 16_384) / 24_576.0 - 0.01, 15);
        Assert.NotEqual(0, await scene.MetricAsync("egress_limit_slowed_milliseconds_total"));
    }

    [Fact]
    public async Task Bandwidth_ClientThatLeavesWhileItWaits_FreesItsPlace()
    {
        await using var upstream = SimpleHttpServer.Start();
        upstream.Respond = _ => new SimpleResponse(200, new string('y', 4_000_000));
        await using var scene = await StartAsync(upstream, "bandwidth: 1Ki, concurrency: 1");
        var client = await scene.ConnectProxyAsync();
        await client.SendAsync($"GET http://{Host}/huge HTTP/1.1\r\nHost: {Host}\r\n\r\n");
        await Deadline.UntilAsync(async () => await scene.MetricAsync("egress_limit_slowed_milliseconds_total") > 0, "a slowed answer");
        Assert.Equal(1, await scene.MetricAsync("egress_limit_active"));

        await client.DisposeAsync();

        await Deadline.UntilAsync(async () => await scene.MetricAsync("egress_limit_active") == 0, "the end of the call");
        Assert.Contains("\"DC\"", await scene.RecordAsync("/huge"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BytesPerDay_UsedUp_CutsTheAnswerAndRefusesWhatFollows()
    {
        await using var upstream = SimpleHttpServer.Start();
        upstream.Respond = request => new SimpleResponse(200, new string('y', request.Message.Target == "/small" ? 1000 : 300_000));
        await using var scene = await StartAsync(upstream, "bytesPerDay: 100k");
        Assert.Equal(200, (await scene.GetAsync($"http://{Host}/small")).Status);
        Assert.Equal(1000, await scene.MetricAsync("egress_limit_day_bytes"));
        await using var client = await scene.ConnectProxyAsync();

        await client.SendAsync($"GET http://{Host}/large HTTP/1.1\r\nHost: {Host}\r\n\r\n");
        var got = await client.ReadToEndAsync();

        Assert.InRange(got.Length, 0, 100_000 - 1000 + 1000 /* head */);
        using var record = JsonDocument.Parse(await scene.RecordAsync("/large"));
        Assert.Equal("RL", record.RootElement.GetProperty("response_flags").GetString());
        Assert.Equal("bytes_per_day", record.RootElement.GetProperty("limit_bound").GetString());
        var after = await scene.GetAsync($"http://{Host}/small");
        Assert.Equal(429, after.Status);
        Assert.InRange(int.Parse(after.Header("retry-after")!), 1, 24 * 3600);
    }

    [Fact]
    public async Task BytesPerDay_RequestBodyThatGoesBeyond_IsRefusedAndNotForwardedWhole()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, "bytesPerDay: 50k");

        var answer = await scene.SendAsync($"POST http://{Host}/upload HTTP/1.1\r\nHost: {Host}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n{string.Concat(Enumerable.Repeat("2000\r\n" + new string('x', 0x2000) + "\r\n", 20))}0\r\n\r\n");

        Assert.Equal(429, answer.Status);
        Assert.Contains("\"RL\"", await scene.RecordAsync("/upload"), StringComparison.Ordinal);
        Assert.DoesNotContain(upstream.Requests, request => request.Message.Body.Length > 50_000);
    }

    [Fact]
    public async Task Report_OverTheLimit_PassesAndIsCounted()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, "requests: {count: 1, per: 1h}, mode: report");

        for (var i = 0; i < 3; i++)
            Assert.Equal(200, (await scene.GetAsync($"http://{Host}/tried")).Status);

        Assert.Equal(2, await scene.MetricAsync("egress_limit_would_refuse_total", "bound=\"requests\""));
        Assert.Equal(0, await scene.MetricAsync("egress_limit_refused_total"));
    }

    [Fact]
    public async Task Tunnels_ConcurrencyAndConnectionRate_AreAnsweredWithTheStatus()
    {
        await using var upstream = RawServer.Start(static async connection => await connection.ReadToEndAsync());
        await using var scene = await Scene.StartAsync(PolicyText.Join(PolicyText.Service("db.example.com", 5432, "TCP", upstream.EndPoint), Limits("connections: {count: 2, per: 1h}, concurrency: 1")));
        var (first, established) = await RawClient.ConnectThroughAsync(scene.Proxy, "db.example.com:5432");
        Assert.Equal(200, established.Status);

        var (second, busy) = await RawClient.ConnectThroughAsync(scene.Proxy, "db.example.com:5432");
        await second.DisposeAsync();
        Assert.Equal(429, busy.Status);
        Assert.Equal("EgressLimits/default/quota", busy.Header("x-egress-decision"));
        await first.DisposeAsync();
        await Deadline.UntilAsync(async () => await scene.MetricAsync("egress_limit_active") == 0, "the end of the tunnel");

        var (third, again) = await RawClient.ConnectThroughAsync(scene.Proxy, "db.example.com:5432");
        await third.DisposeAsync();
        Assert.Equal(200, again.Status);
        await Deadline.UntilAsync(async () => await scene.MetricAsync("egress_limit_active") == 0, "the end of the tunnel");
        var (fourth, tooMany) = await RawClient.ConnectThroughAsync(scene.Proxy, "db.example.com:5432");
        await fourth.DisposeAsync();
        Assert.Equal(429, tooMany.Status);
        Assert.NotNull(tooMany.Header("retry-after"));
        Assert.Contains("\"RL\"", await scene.RecordAsync("\"limit_bound\":\"connections\""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RelayedTls_OverTheLimit_IsReset_AndTheLogSaysWhy()
    {
        using var authority = new TestAuthority();
        await using var upstream = TlsServer.Start(authority, "secure.example.com");
        await using var scene = await Scene.StartAsync(PolicyText.Join(PolicyText.Service("secure.example.com", 443, "TLS", upstream.EndPoint), Limits("connections: {count: 1, per: 1h}")));
        await using (var first = await RawClient.StartTlsAsync(await scene.ConnectOutboundAsync(), "secure.example.com", authority))
            await first.SendAsync("GET / HTTP/1.1\r\nHost: secure.example.com\r\n\r\n");

        await Assert.ThrowsAnyAsync<Exception>(async () => await RawClient.StartTlsAsync(await scene.ConnectOutboundAsync(), "secure.example.com", authority));

        using var record = JsonDocument.Parse(await scene.RecordAsync("\"limit\":"));
        Assert.Equal("RL", record.RootElement.GetProperty("response_flags").GetString());
        Assert.Equal("the limit is 1 connections per 1h", record.RootElement.GetProperty("connection_termination_details").GetString());
    }

    [Fact]
    public async Task Tunnel_BytesOfTheDayUsedUp_IsReset()
    {
        await using var upstream = RawServer.Start(async connection =>
        {
            await connection.ReadExactlyAsync(1);
            await connection.SendAsync(new byte[100_000]);
            await connection.ReadToEndAsync();
        });
        await using var scene = await Scene.StartAsync(PolicyText.Join(PolicyText.Service("db.example.com", 5432, "TCP", upstream.EndPoint), Limits("bytesPerDay: 50k")));
        var (client, _) = await RawClient.ConnectThroughAsync(scene.Proxy, "db.example.com:5432");
        await using var tunnel = client;

        await tunnel.SendAsync("x");
        var got = 0;
        try
        {
            got = (await tunnel.ReadToEndAsync()).Length;
        }
        catch (IOException)
        {
            // A reset: what arrived before it may be lost.
        }

        Assert.InRange(got, 0, 50_000);
        Assert.Contains("\"bytes_per_day\"", await scene.RecordAsync("\"authority\":\"db.example.com:5432\""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tunnel_Bandwidth_TakesAsLongAsTheLine()
    {
        await using var upstream = RawServer.Start(async connection =>
        {
            await connection.ReadExactlyAsync(1);
            await connection.SendAsync(new byte[40_000]);
            connection.ShutdownSend();
            await connection.ReadToEndAsync();
        });
        await using var scene = await Scene.StartAsync(PolicyText.Join(PolicyText.Service("db.example.com", 5432, "TCP", upstream.EndPoint), Limits("bandwidth: 24Ki")));
        var (client, _) = await RawClient.ConnectThroughAsync(scene.Proxy, "db.example.com:5432");
        await using var tunnel = client;
        var clock = Stopwatch.StartNew();

        await tunnel.SendAsync("x");

        Assert.Equal(40_000, (await tunnel.ReadToEndAsync()).Length);
        Assert.InRange(clock.Elapsed.TotalSeconds, (40_000 - 16_384) / 24_576.0 - 0.01, 15);
    }

    [Fact]
    public async Task Reload_SameLimitWithOtherBounds_GoesOnCounting()
    {
        await using var upstream = SimpleHttpServer.Start();
        var service = PolicyText.Service(Host, 80, "HTTP", upstream.EndPoint);
        await using var scene = await Scene.StartAsync(PolicyText.Join(service, Limits("requests: {count: 1, per: 1h}")));
        Assert.Equal(200, (await scene.GetAsync($"http://{Host}/one")).Status);

        scene.Rewrite(PolicyText.Join(service, Limits("requests: {count: 1, per: 2h}, concurrency: 7")));
        await Deadline.UntilAsync(async () => (await scene.Egress.GetAdminAsync("/limits")).Text.Contains("7 at once", StringComparison.Ordinal), "the new limit");

        Assert.Equal(429, (await scene.GetAsync($"http://{Host}/two")).Status);
        using var limits = JsonDocument.Parse((await scene.Egress.GetAdminAsync("/limits")).Text);
        Assert.Equal(1, limits.RootElement[0].GetProperty("passed").GetInt64());
        Assert.Equal(1, limits.RootElement[0].GetProperty("refused").GetProperty("requests").GetInt64());
    }
}
