using System.Diagnostics;
using System.Net.Sockets;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Robustness;

public sealed class DrainTests
{
    private const string Host = "api.example.com";

    [Fact]
    public async Task Terminate_NothingConnected_EndsAtOnceWithZero()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint, "--drain", "60s");
        var clock = Stopwatch.StartNew();

        Assert.Equal(0, await scene.Egress.StopAsync());
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), "it waited although nothing was connected");
    }

    [Fact]
    public async Task Terminate_DuringADrain_NewCallsAreServed()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint, "--drain", "3s");
        await using var kept = await scene.ConnectProxyAsync();
        await kept.SendAsync($"GET http://{Host}/ HTTP/1.1\r\nHost: {Host}\r\n\r\n");
        await kept.ReadResponseAsync();

        scene.Egress.Terminate();
        await Deadline.UntilAsync(async () => (await scene.Egress.GetMetricsAsync("/healthz/ready")).Status != 200, "the drain shows in readiness");

        Assert.Equal(200, (await scene.GetAsync($"http://{Host}/new-call")).Status);
        Assert.Equal(0, await scene.Egress.WaitForExitAsync());
    }

    [Fact]
    public async Task Terminate_CallInFlight_IsFinished()
    {
        await using var upstream = RawServer.Start();
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint, "--drain", "100ms");
        await using var client = await scene.ConnectProxyAsync();
        await client.SendAsync($"GET http://{Host}/slow HTTP/1.1\r\nHost: {Host}\r\n\r\n");
        await using var server = await upstream.AcceptAsync();
        await server.ReadRequestAsync();

        scene.Egress.Terminate();
        await Deadline.UntilAsync(async () => !await IsListeningAsync(scene), "the drain is over and the listener closed");
        await server.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone");

        Assert.Equal("done", (await client.ReadResponseAsync()).Text);
        await client.DisposeAsync();
        Assert.Equal(0, await scene.Egress.WaitForExitAsync());
    }

    [Fact]
    public async Task SecondSignal_EndsTheDrainAndTheCallInFlight()
    {
        await using var upstream = RawServer.Start();
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint, "--drain", "60s", "--drain-limit", "60s");
        await using var client = await scene.ConnectProxyAsync();
        await client.SendAsync($"GET http://{Host}/slow HTTP/1.1\r\nHost: {Host}\r\n\r\n");
        await using var server = await upstream.AcceptAsync();
        await server.ReadRequestAsync();
        scene.Egress.Terminate();
        await Deadline.UntilAsync(async () => (await scene.Egress.GetMetricsAsync("/healthz/ready")).Status != 200, "the drain shows in readiness");

        scene.Egress.Terminate();

        Assert.Equal(0, await scene.Egress.WaitForExitAsync());
        Assert.Empty(await client.ReadToEndAsync());
    }

    [Fact]
    public async Task QuitQuitQuit_EndsTheDrainAtOnce()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint, "--drain", "60s");
        await using var kept = await scene.ConnectProxyAsync();
        await kept.SendAsync($"GET http://{Host}/ HTTP/1.1\r\nHost: {Host}\r\n\r\n");
        await kept.ReadResponseAsync();

        var answer = await RawClient.RequestAsync(scene.Egress.Admin, $"POST /quitquitquit HTTP/1.1\r\nHost: {scene.Egress.Admin}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        Assert.InRange(answer.Status, 200, 299);
        Assert.Equal(0, await scene.Egress.WaitForExitAsync());
    }

    private static async Task<bool> IsListeningAsync(Scene scene)
    {
        try
        {
            await using var probe = await scene.ConnectProxyAsync();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
