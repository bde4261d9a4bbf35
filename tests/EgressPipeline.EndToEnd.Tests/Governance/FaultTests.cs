using System.Diagnostics;
using System.Text.Json;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Governance;

public sealed class FaultTests
{
    private const string Host = "api.example.com";

    private static Task<Scene> StartAsync(SimpleHttpServer upstream, string rule, params string[] arguments) => Scene.StartAsync(PolicyText.Join(
        PolicyText.Service(Host, 80, "HTTP", upstream.EndPoint),
        PolicyText.Routes(Host, $"- {rule}\n  route: [{{ destination: {{ host: api.example.com }} }}]")), arguments);

    [Fact]
    public async Task Abort_OfEveryCall_IsAnsweredHereAndNamesTheRoute()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, "fault: { abort: { httpStatus: 503, percentage: { value: 100 } } }\n  retries: { attempts: 3, retryOn: \"5xx,503\" }");

        var answer = await scene.GetAsync($"http://{Host}/aborted");

        Assert.Equal(503, answer.Status);
        Assert.EndsWith("#http[0]", answer.Header("x-egress-decision"), StringComparison.Ordinal);
        Assert.Equal("fault_injected", JsonDocument.Parse(answer.Text).RootElement.GetProperty("reason").GetString());
        Assert.Empty(upstream.Requests); // neither sent nor repeated
        using var record = JsonDocument.Parse(await scene.RecordAsync("/aborted"));
        Assert.Equal("FI", record.RootElement.GetProperty("response_flags").GetString());
        Assert.Equal("fault_filter_abort", record.RootElement.GetProperty("response_code_details").GetString());
        Assert.Equal(1, await scene.MetricAsync("egress_faults_injected_total", "fault=\"abort\""));
        Assert.Equal(1, await scene.MetricAsync("egress_errors_total", "reason=\"fault_injected\""));
    }

    [Fact]
    public async Task Abort_KeptConnection_ServesTheNextCall()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, "match: [{ uri: { prefix: /broken } }]\n  fault: { abort: { httpStatus: 500, percentage: { value: 100 } } }");
        await using var client = await scene.ConnectProxyAsync();

        for (var i = 0; i < 3; i++)
        {
            await client.SendAsync($"POST http://{Host}/broken HTTP/1.1\r\nHost: {Host}\r\nContent-Length: 4\r\n\r\nbody");
            Assert.Equal(500, (await client.ReadResponseAsync()).Status);
        }
    }

    [Theory]
    [InlineData("grpcStatus: UNAVAILABLE", "14")]
    [InlineData("httpStatus: 404", "12")]
    public async Task Abort_OfAGrpcCall_IsATrailersOnlyAnswer(string status, string code)
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, $"fault: {{ abort: {{ {status}, percentage: {{ value: 100 }} }} }}");

        var answer = await scene.SendAsync($"POST http://{Host}/shop.Carts/Get HTTP/1.1\r\nHost: {Host}\r\nContent-Type: application/grpc+proto\r\nContent-Length: 5\r\nConnection: close\r\n\r\n\0\0\0\0\0");

        Assert.Equal(200, answer.Status);
        Assert.Equal("application/grpc", answer.Header("content-type"));
        Assert.Equal(code, answer.Header("grpc-status"));
        Assert.NotEmpty(answer.Header("grpc-message")!);
        Assert.Empty(answer.Text);
    }

    [Fact]
    public async Task Delay_OfEveryCall_ComesBeforeTheTimeout()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, "fault: { delay: { fixedDelay: 0.6s, percentage: { value: 100 } } }\n  timeout: 0.4s");
        var clock = Stopwatch.StartNew();

        var answer = await scene.GetAsync($"http://{Host}/delayed");

        Assert.Equal(200, answer.Status); // the time-out is that of the service
        Assert.InRange(clock.ElapsedMilliseconds, 590, 5000);
        Assert.Contains("\"DI\"", await scene.RecordAsync("/delayed"), StringComparison.Ordinal);
        Assert.Equal(1, await scene.MetricAsync("egress_faults_injected_total", "fault=\"delay\""));
    }

    [Fact]
    public async Task Delay_ThenAbort_HasBothFlags()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, "fault: { delay: { fixedDelay: 0.1s, percentage: { value: 100 } }, abort: { httpStatus: 503, percentage: { value: 100 } } }");

        Assert.Equal(503, (await scene.GetAsync($"http://{Host}/both")).Status);
        Assert.Contains("\"DI,FI\"", await scene.RecordAsync("/both"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("POST", "Content-Length: 10\r\n")]
    [InlineData("POST", "Content-Length: 4\r\n", "body")]
    public async Task Delay_ClientThatLeaves_IsLetGo(string method, string fields, string body = "")
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, "fault: { delay: { fixedDelay: 1h, percentage: { value: 100 } } }");
        await using (var client = await scene.ConnectProxyAsync())
        {
            await client.SendAsync($"{method} http://{Host}/left HTTP/1.1\r\nHost: {Host}\r\n{fields}\r\n{body}");
            await Deadline.UntilAsync(async () => await scene.MetricAsync("egress_faults_delayed_active") == 1, "the call waits");
        }

        Assert.Contains("\"DC,DI\"", await scene.RecordAsync("/left"), StringComparison.Ordinal);
        Assert.Equal(0, await scene.MetricAsync("egress_faults_delayed_active"));
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task Delay_BeyondTheBound_IsLeftOutAndCounted()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, "fault: { delay: { fixedDelay: 1h, percentage: { value: 100 } } }", "--max-delayed-calls", "1");
        await using var waiting = await scene.ConnectProxyAsync();
        await waiting.SendAsync($"GET http://{Host}/waits HTTP/1.1\r\nHost: {Host}\r\n\r\n");
        await Deadline.UntilAsync(async () => await scene.MetricAsync("egress_faults_delayed_active") == 1, "the call waits");

        Assert.Equal(200, (await scene.GetAsync($"http://{Host}/goes")).Status);
        Assert.Equal(1, await scene.MetricAsync("egress_limits_hit_total", "limit=\"delayed_calls\""));
    }

    [Fact]
    public async Task Percentage_NotWritten_InjectsNothing()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, "fault: { abort: { httpStatus: 500 } }");

        for (var i = 0; i < 10; i++)
            Assert.Equal(200, (await scene.GetAsync($"http://{Host}/")).Status);
    }
}
