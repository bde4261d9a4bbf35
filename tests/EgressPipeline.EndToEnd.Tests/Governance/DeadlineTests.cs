using System.Diagnostics;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Governance;

/// <summary>What callers and services learn of each other's deadlines.</summary>
public sealed class DeadlineTests
{
    private const string Host = "api.example.com";

    private static Task<Scene> StartAsync(SimpleHttpServer upstream, string rule) => Scene.StartAsync(PolicyText.Join(
        PolicyText.Service(Host, 80, "HTTP", upstream.EndPoint),
        PolicyText.Routes(Host, $"- route: [{{ destination: {{ host: api.example.com }} }}]\n  {rule}")));

    private static Task<RawMessage> GrpcAsync(Scene scene, string fields) =>
        scene.SendAsync($"POST http://{Host}/shop.Carts/Get HTTP/1.1\r\nHost: {Host}\r\nContent-Type: application/grpc\r\n{fields}Content-Length: 5\r\nConnection: close\r\n\r\n\0\0\0\0\0");

    [Fact]
    public async Task Timeout_OfTheRoute_IsToldToTheService()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, "timeout: 8s");

        await scene.GetAsync($"http://{Host}/", "x-envoy-expected-rq-timeout-ms: 1\r\n");

        Assert.InRange(int.Parse(upstream.Requests.Single().Message.Header("x-envoy-expected-rq-timeout-ms")!), 1000, 8000);
    }

    [Fact]
    public async Task Timeout_None_NothingIsTold()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, "retries: { attempts: 1, retryOn: 5xx }");

        await scene.GetAsync($"http://{Host}/");

        Assert.Null(upstream.Requests.Single().Message.Header("x-envoy-expected-rq-timeout-ms"));
    }

    [Fact]
    public async Task Retry_SecondTry_IsToldWhatIsLeft()
    {
        await using var upstream = SimpleHttpServer.Start();
        upstream.Respond = _ => upstream.Requests.Count < 2 ? new SimpleResponse(503) : null;
        await using var scene = await StartAsync(upstream, "timeout: 8s\n  retries: { attempts: 2, retryOn: 5xx, backoff: 300ms }");

        Assert.Equal(200, (await scene.GetAsync($"http://{Host}/")).Status);

        var told = upstream.Requests.Select(request => int.Parse(request.Message.Header("x-envoy-expected-rq-timeout-ms")!)).ToList();
        Assert.True(told.Count == 2 && told[1] < told[0], string.Join(" ", told));
    }

    [Fact]
    public async Task GrpcTimeout_ShorterThanTheRoutes_BoundsTheCallAndIsPassedOnShortened()
    {
        var release = new TaskCompletionSource();
        await using var upstream = SimpleHttpServer.Start();
        upstream.Respond = _ =>
        {
            release.Task.Wait(TimeSpan.FromSeconds(10));
            return null;
        };
        await using var scene = await StartAsync(upstream, "timeout: 30s");
        var clock = Stopwatch.StartNew();

        var answer = await GrpcAsync(scene, "grpc-timeout: 700m\r\n");

        release.SetResult();
        Assert.Equal(504, answer.Status);
        Assert.InRange(clock.ElapsedMilliseconds, 690, 9000);
        var told = upstream.Requests.Single().Message.Header("grpc-timeout")!;
        Assert.Matches("^[0-9]+m$", told);
        Assert.InRange(int.Parse(told[..^1]), 1, 700);
        Assert.Contains("\"UT\"", await scene.RecordAsync("/shop.Carts/Get"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GrpcTimeout_LongerThanTheRoutes_IsCutToIt()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, "timeout: 5s");

        await GrpcAsync(scene, "grpc-timeout: 1H\r\n");

        Assert.InRange(int.Parse(upstream.Requests.Single().Message.Header("grpc-timeout")![..^1]), 1, 5000);
    }

    [Fact]
    public async Task CallersTimeout_ShorterThanTheRoutes_BoundsTheCall()
    {
        var release = new TaskCompletionSource();
        await using var upstream = SimpleHttpServer.Start();
        upstream.Respond = _ =>
        {
            release.Task.Wait(TimeSpan.FromSeconds(10));
            return null;
        };
        await using var scene = await StartAsync(upstream, "timeout: 30s");

        var answer = await scene.GetAsync($"http://{Host}/slow", "x-envoy-upstream-rq-timeout-ms: 300\r\n");

        release.SetResult();
        Assert.Equal(504, answer.Status);
        Assert.Null(upstream.Requests.Single().Message.Header("x-envoy-upstream-rq-timeout-ms"));
    }
}
