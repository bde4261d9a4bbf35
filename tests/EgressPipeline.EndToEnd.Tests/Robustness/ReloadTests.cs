using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Robustness;

public sealed class ReloadTests
{
    private const string Host = "api.example.com";

    private static string Policy(SimpleHttpServer upstream, params string[] more) =>
        PolicyText.Join([PolicyText.Service(Host, 80, "HTTP", upstream.EndPoint), .. more]);

    [Fact]
    public async Task ChangedFile_IsInForceWithoutARestart()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await Scene.StartAsync(Policy(upstream));
        Assert.Equal(200, (await scene.GetAsync($"http://{Host}/")).Status);

        scene.Rewrite(Policy(upstream, PolicyText.Authorization("closed", "DENY", "- to:\n  - operation: { methods: [GET] }")));

        await Deadline.UntilAsync(async () => (await scene.GetAsync($"http://{Host}/")).Status == 403, "the new policy is in force");
    }

    [Fact]
    public async Task Hangup_ReadsThePoliciesAgainAlthoughNothingChanged()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await Scene.StartAsync(Policy(upstream));
        var before = await scene.MetricAsync("egress_policy_reloads_total");

        scene.Egress.Hangup();

        await Deadline.UntilAsync(async () => await scene.MetricAsync("egress_policy_reloads_total") > before, "the reload is counted");
        Assert.Equal(200, (await scene.GetAsync($"http://{Host}/")).Status);
    }

    [Fact]
    public async Task BrokenFile_KeepsTheLastGoodPlanAndSaysSo()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await Scene.StartAsync(Policy(upstream));

        scene.Rewrite(Policy(upstream).Replace("resolution:", "resolutoin:", StringComparison.Ordinal));

        await Deadline.UntilAsync(() => scene.Egress.Output.Contains("resolutoin", StringComparison.Ordinal), "the log names the mistake");
        Assert.Equal(200, (await scene.GetAsync($"http://{Host}/")).Status);
        Assert.True(await scene.MetricAsync("egress_policy_reloads_total", "result=") >= 1);
    }

    [Fact]
    public async Task ReloadsUnderLoad_FailNoRequest()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await Scene.StartAsync(Policy(upstream));
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, 4).Select(_ => CallUntilAsync(scene, stop.Token)).ToArray();

        for (var i = 0; i < 10; i++)
        {
            var before = await scene.MetricAsync("egress_policy_reloads_total");
            scene.Rewrite(Policy(upstream, PolicyText.Authorization($"unused-{i}", "DENY", "- to:\n  - operation: { paths: [/never] }")));
            await Deadline.UntilAsync(async () => await scene.MetricAsync("egress_policy_reloads_total") > before, "the reload is counted");
        }
        await stop.CancelAsync();

        Assert.All(await Task.WhenAll(clients), served => Assert.True(served > 0));
    }

    /// <returns>The number of calls, every one of which was answered with 200.</returns>
    private static async Task<int> CallUntilAsync(Scene scene, CancellationToken stop)
    {
        await using var client = await scene.ConnectProxyAsync();
        var served = 0;
        for (; !stop.IsCancellationRequested; served++)
        {
            await client.SendAsync($"GET http://{Host}/ HTTP/1.1\r\nHost: {Host}\r\n\r\n");
            var answer = await client.ReadResponseAsync();
            Assert.True(answer.Status == 200, answer.ToString());
        }
        return served;
    }
}
