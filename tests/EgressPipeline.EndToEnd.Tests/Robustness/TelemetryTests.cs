using System.Text.Json;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Robustness;

public sealed class TelemetryTests
{
    private const string Host = "api.example.com";

    [Fact]
    public async Task Requests_AreCountedUnderIstiosNames()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint);
        for (var i = 0; i < 3; i++)
            await scene.GetAsync($"http://{Host}/status/418");

        Assert.Equal(3, await scene.MetricAsync("istio_requests_total", "response_code=\"418\"", "reporter=\"source\"", $"destination_service=\"{Host}\""));
        Assert.Equal(3, await scene.MetricAsync("istio_request_duration_milliseconds_count", "response_code=\"418\""));
    }

    [Fact]
    public async Task UndeclaredHosts_HoweverMany_AddNoSeries()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint);
        await scene.GetAsync("http://a0.example.net/");
        var before = (await scene.Egress.GetMetricsAsync()).Text.Split('\n').Length;

        for (var i = 1; i < 50; i++)
            await scene.GetAsync($"http://a{i}.example.net/");

        Assert.Equal(before, (await scene.Egress.GetMetricsAsync()).Text.Split('\n').Length);
    }

    [Fact]
    public async Task AccessLog_OneJsonRecordPerRequest()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint);
        for (var i = 0; i < 20; i++)
            await scene.GetAsync($"http://{Host}/record-{i}");

        await scene.RecordAsync("/record-19\"");
        for (var i = 0; i < 20; i++)
            Assert.Single(scene.Egress.Records, record => record.Contains($"/record-{i}\"", StringComparison.Ordinal));
        using var parsed = JsonDocument.Parse(await scene.RecordAsync("/record-7\""));
        Assert.Equal(JsonValueKind.Object, parsed.RootElement.ValueKind);
    }

    [Fact]
    public async Task AccessLog_WhatAClientSends_CannotForgeARecord()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint);

        await scene.GetAsync($"http://{Host}/forge", "User-Agent: a\"}\\n{\"x\":\"\t\xff\r\n");

        using var parsed = JsonDocument.Parse(await scene.RecordAsync("/forge"));
        Assert.Single(scene.Egress.Records, record => record.Contains("/forge", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TraceParent_Valid_KeepsItsTraceAndGetsANewSpan()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint);
        const string trace = "0af7651916cd43dd8448eb211c80319c";

        await scene.GetAsync($"http://{Host}/traced", $"traceparent: 00-{trace}-b7ad6b7169203331-01\r\n");

        Assert.StartsWith($"00-{trace}-", upstream.Requests.Single().Message.Header("traceparent"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_LiveAndReady_Are200()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint);

        Assert.Equal(200, (await scene.Egress.GetMetricsAsync("/healthz/live")).Status);
        Assert.Equal(200, (await scene.Egress.GetMetricsAsync("/healthz/ready")).Status);
    }
}
