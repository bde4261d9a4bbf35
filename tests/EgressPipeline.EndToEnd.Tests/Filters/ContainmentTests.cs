using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Filters;

/// <summary>Filters that misbehave in every way cost their own requests and nothing else.</summary>
public sealed class ContainmentTests
{
    private const string Good = "good.example.com";

    /// <summary>One wildcard service; each misdeed is bound to a name of its own, in both failure modes.</summary>
    private static async Task<Scene> StartAsync(SimpleHttpServer upstream, params (string Host, string Misdeed, string Mode)[] misdeeds)
    {
        var policy = PolicyText.Service("*.example.com", 80, "HTTP", upstream.EndPoint);
        foreach (var (host, misdeed, mode) in misdeeds)
            policy += FilterScene.Binding("hostile", $"hosts: [{host}.example.com]\nfailureMode: {mode}\nbreaker: {{ failures: 0 }}\nconfig: {{ misdeed: {misdeed} }}", host);
        return await FilterScene.StartAsync(policy, ["HostilePlugin"]);
    }

    private static string Post(string host) => $"POST http://{host}.example.com/ HTTP/1.1\r\nHost: {host}.example.com\r\ncontent-length: 4\r\n\r\nbody";

    [Theory]
    [InlineData("throw", "exception")]
    [InlineData("throwLater", "exception")]
    [InlineData("throwOnResponse", "exception")]
    [InlineData("throwOnBody", "exception")]
    [InlineData("cancelled", "exception")]
    [InlineData("sleep", "deadline")]
    [InlineData("illegalHeader", "illegal_header")]
    [InlineData("framingHeader", "illegal_header")]
    [InlineData("redirectLate", "capability")]
    [InlineData("nextTwice", "next")]
    [InlineData("nextNever", "next")]
    public async Task Misdeed_FailsItsRequestInItsModeAndIsCounted(string misdeed, string reason)
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, ("closed", misdeed, "closed"), ("open", misdeed, "open"));

        var refused = await scene.SendAsync(Post("closed"));
        Assert.Equal(500, refused.Status);
        Assert.Contains("\"reason\":\"filter_failed\"", refused.Text, StringComparison.Ordinal);
        Assert.Contains("\"filter\":\"hostile\"", refused.Text, StringComparison.Ordinal);
        Assert.Equal(200, (await scene.SendAsync(Post("open"))).Status);

        Assert.Equal(2, await scene.MetricAsync("egress_filter_errors_total", "filter=\"hostile\"", $"reason=\"{reason}\""));
        Assert.Equal(200, (await scene.SendAsync(Post("good"))).Status);
        var logged = scene.Egress.Output.Split('\n').Where(line => line.Contains("the filter 'hostile' failed", StringComparison.Ordinal));
        Assert.Equal(2, logged.Count()); // once for each of the two instances
    }

    [Fact]
    public async Task FilterThatHoldsTheLoop_IsNamedAndCountedOnce_AndOtherCallsGoOn()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, ("blocked", "block", "open"));

        var blocked = scene.SendAsync(Post("blocked"));

        await Deadline.UntilAsync(() => Task.FromResult(scene.Egress.Output.Contains("the filter 'hostile' has held its thread for ", StringComparison.Ordinal)), "the watchdog's line");
        await blocked;
        Assert.Equal(200, (await scene.SendAsync(Post("good"))).Status);
        Assert.Equal(1, await scene.MetricAsync("egress_filter_stalls_total", "filter=\"hostile\""));
    }

    [Theory]
    [InlineData("nextUnawaited")]
    [InlineData("nextAtOnce")]
    public async Task NextStillRunning_WhenTheFilterIsDone_IsEndedAndFailsClosedWhateverTheMode(string misdeed)
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, ("open", misdeed, "open"));

        Assert.Equal(500, (await scene.SendAsync(Post("open").Replace("/ HTTP", "/delay/60000 HTTP", StringComparison.Ordinal))).Status);

        Assert.Equal(1, await scene.MetricAsync("egress_filter_errors_total", "reason=\"next\""));
        Assert.Equal(200, (await scene.SendAsync(Post("good"))).Status);
    }

    [Theory]
    [InlineData("keep")]
    [InlineData("keepBody")]
    public async Task UseAfterThePhase_ThrowsAndIsCounted(string misdeed)
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, ("keeper", misdeed, "closed"));
        await using var client = await scene.ConnectProxyAsync();
        for (var i = 0; i < 3; i++)
        {
            await client.SendAsync(Post("keeper"));
            Assert.Equal(200, (await client.ReadResponseAsync()).Status);
        }

        await Deadline.UntilAsync(async () => await scene.MetricAsync("egress_filter_hostile_kept_refused_total") == 3, "three refused uses");
        Assert.Equal(3, await scene.MetricAsync("egress_filter_errors_total", "reason=\"use_after_phase\""));
        Assert.DoesNotContain(upstream.Requests, request => request.Message.Header("x-late") is not null);
    }

    [Theory]
    [InlineData("throwOnCompletion", 2)]
    [InlineData("stateThatBreaks", 0)]
    public async Task FailureAfterTheAnswer_ChangesNothingForTheClient(string misdeed, int errors)
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, ("late", misdeed, "closed"));
        await using var client = await scene.ConnectProxyAsync();
        for (var i = 0; i < 2; i++)
        {
            await client.SendAsync(Post("late"));
            Assert.Equal(200, (await client.ReadResponseAsync()).Status);
        }
        Assert.Equal(errors, await scene.MetricAsync("egress_filter_errors_total", "reason=\"exception\""));
    }

    [Fact]
    public async Task UndeclaredCapability_IsRefusedByTheHost()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await FilterScene.StartAsync(PolicyText.Service(Good, 80, "HTTP", upstream.EndPoint) + FilterScene.Binding("undeclared"), ["HostilePlugin"]);

        var answer = await scene.GetAsync($"http://{Good}/");

        Assert.Equal(500, answer.Status);
        Assert.DoesNotContain("without having said so", answer.Text, StringComparison.Ordinal);
        Assert.Equal(1, await scene.MetricAsync("egress_filter_errors_total", "filter=\"undeclared\"", "reason=\"capability\""));
    }

    [Fact]
    public async Task Breaker_AfterFailuresInARow_KeepsTheFilterFromBeingCalled()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await FilterScene.StartAsync(PolicyText.Service(Good, 80, "HTTP", upstream.EndPoint)
            + FilterScene.Binding("hostile", "breaker: { failures: 3, cooldown: 10m }\nconfig: { misdeed: throw }"), ["HostilePlugin"]);
        for (var i = 0; i < 5; i++)
            Assert.Equal(500, (await scene.GetAsync($"http://{Good}/")).Status);

        Assert.Equal(3, await scene.MetricAsync("egress_filter_errors_total", "reason=\"exception\""));
        Assert.Equal(2, await scene.MetricAsync("egress_filter_errors_total", "reason=\"breaker_open\""));
        Assert.Contains("failed too often in a row", scene.Egress.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryMisdeedAtOnce_UnderTraffic_LeavesTheSidecarServing()
    {
        string[] misdeeds = ["throw", "throwLater", "throwOnResponse", "throwOnBody", "throwOnCompletion", "sleep", "block", "keep", "keepBody", "illegalHeader", "nextTwice", "nextAtOnce", "nextNever", "nextUnawaited", "stateThatBreaks", "cancelled"];
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, [.. misdeeds.Select(misdeed => (misdeed.ToLowerInvariant(), misdeed, "closed"))]);

        for (var round = 0; round < 3; round++)
            await Task.WhenAll(misdeeds.Select(misdeed => scene.SendAsync(Post(misdeed.ToLowerInvariant()))));

        for (var i = 0; i < 20; i++)
            Assert.Equal(200, (await scene.SendAsync(Post("good"))).Status);
    }
}
