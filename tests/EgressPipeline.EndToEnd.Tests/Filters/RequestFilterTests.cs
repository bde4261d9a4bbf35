using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Filters;

/// <summary>Filters of a plugin, loaded by the real sidecar and attached by FilterBindings.</summary>
public sealed class RequestFilterTests
{
    private const string Stamp = "config: { text: hello }";

    [Fact]
    public async Task Filter_OfAPlugin_ChangesHeadsBothWays()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await FilterScene.StartAsync(upstream.EndPoint, FilterScene.Binding("stamp", Stamp));

        var answer = await scene.GetAsync($"http://{FilterScene.Host}/", "x-secret: abc\r\n");

        Assert.Equal(200, answer.Status);
        Assert.Equal("hello", answer.Header("x-stamped-by"));
        var request = Assert.Single(upstream.Requests);
        Assert.Equal("hello", request.Message.Header("x-stamp"));
        Assert.Null(request.Message.Header("x-secret"));
        Assert.Equal(1, await scene.MetricAsync("egress_filter_stamp_stamped_total"));
        Assert.Equal(2, await scene.MetricAsync("egress_filter_calls_total", "filter=\"stamp\""));
    }

    [Fact]
    public async Task Filter_WhatItSets_CannotBeStrippedByListingItInConnection()
    {
        await using var upstream = SimpleHttpServer.Start();
        upstream.Respond = _ => new SimpleResponse(200, "", "Connection: x-stamped-by, x-own\r\nX-Own: 1\r\n");
        await using var scene = await FilterScene.StartAsync(upstream.EndPoint, FilterScene.Binding("stamp", Stamp));

        var answer = await scene.GetAsync($"http://{FilterScene.Host}/", "Connection: x-stamp, x-mine\r\nx-mine: 1\r\n");

        Assert.Equal("hello", answer.Header("x-stamped-by"));
        Assert.Null(answer.Header("x-own"));
        var request = Assert.Single(upstream.Requests).Message;
        Assert.Equal("hello", request.Header("x-stamp"));
        Assert.Null(request.Header("x-mine"));
    }

    [Theory]
    [InlineData("deny", 403, "the gate is shut")]
    [InlineData("deny-429", 429, "too many")]
    public async Task Filter_Denies_ProblemNamesTheFilterAndItsBinding(string wish, int status, string detail)
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await FilterScene.StartAsync(upstream.EndPoint, FilterScene.Binding("gate"));

        var answer = await scene.GetAsync($"http://{FilterScene.Host}/", $"x-gate: {wish}\r\n");

        Assert.Equal(status, answer.Status);
        Assert.Contains(detail, answer.Text, StringComparison.Ordinal);
        Assert.Contains("\"filter\":\"gate\"", answer.Text, StringComparison.Ordinal);
        Assert.Equal("FilterBinding/default/gate", answer.Header("x-egress-decision"));
        Assert.Empty(upstream.Requests);
        await scene.RecordAsync("filter{gate}");
    }

    [Fact]
    public async Task Filter_Answers_NothingGoesUpstreamAndTheConnectionStays()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await FilterScene.StartAsync(upstream.EndPoint, FilterScene.Binding("gate"));
        await using var client = await scene.ConnectProxyAsync();
        for (var i = 0; i < 2; i++)
        {
            await client.SendAsync($"GET http://{FilterScene.Host}/ HTTP/1.1\r\nHost: {FilterScene.Host}\r\nx-gate: answer\r\n\r\n");
            var answer = await client.ReadResponseAsync();
            Assert.Equal(418, answer.Status);
            Assert.Equal("short and stout", answer.Text);
            Assert.Equal("gate", answer.Header("x-from"));
        }
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task Filter_RedirectsToADeclaredService_IsJudgedAgainAndCalledThere()
    {
        await using var upstream = SimpleHttpServer.Start("first");
        await using var other = SimpleHttpServer.Start("elsewhere");
        await using var scene = await FilterScene.StartAsync(upstream.EndPoint,
            PolicyText.Join("", PolicyText.Service("elsewhere.example.com", 80, "HTTP", other.EndPoint)) + FilterScene.Binding("gate") + FilterScene.Binding("late-gate"));

        var answer = await scene.GetAsync($"http://{FilterScene.Host}/a?b=c", "x-gate: redirect\r\n");

        Assert.Equal("hello from elsewhere\n", answer.Text);
        var request = Assert.Single(other.Requests);
        Assert.Equal("elsewhere.example.com", request.Message.Header("host"));
        Assert.Equal("/a?b=c", request.Message.Target);
        Assert.Equal("1", request.Message.Header("x-late-gate"));
    }

    [Theory]
    [InlineData("deny")]
    [InlineData("allow")]
    public async Task Filter_RedirectsToAnUndeclaredService_IsRefusedWhateverTheMode(string unregistered)
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await FilterScene.StartAsync(upstream.EndPoint,
            FilterScene.Binding("gate", "config: { redirectHost: nowhere.example.com }"), "--unregistered", unregistered);

        var answer = await scene.GetAsync($"http://{FilterScene.Host}/", "x-gate: redirect\r\n");

        Assert.Equal(502, answer.Status);
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task Redirect_ToAServiceThatIsForbidden_IsRefused()
    {
        await using var upstream = SimpleHttpServer.Start("first");
        await using var other = SimpleHttpServer.Start("elsewhere");
        await using var scene = await FilterScene.StartAsync(upstream.EndPoint, PolicyText.Join("",
            PolicyText.Service("elsewhere.example.com", 80, "HTTP", other.EndPoint),
            PolicyText.Authorization("closed", "DENY", "- to: [{ operation: { hosts: [elsewhere.example.com] } }]")) + FilterScene.Binding("gate"));

        Assert.Equal(403, (await scene.GetAsync($"http://{FilterScene.Host}/", "x-gate: redirect\r\n")).Status);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task Binding_ForOneHost_LeavesOthersAlone()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await FilterScene.StartAsync(upstream.EndPoint,
            PolicyText.Join("", PolicyText.Service("other.example.com", 80, "HTTP", upstream.EndPoint)) + FilterScene.Binding("stamp", $"hosts: [{FilterScene.Host}]\n{Stamp}"));

        Assert.Equal("hello", (await scene.GetAsync($"http://{FilterScene.Host}/")).Header("x-stamped-by"));
        Assert.Null((await scene.GetAsync("http://other.example.com/")).Header("x-stamped-by"));
    }

    [Fact]
    public async Task Binding_ForOneNameOfAWildcard_LeavesOtherNamesAlone()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await FilterScene.StartAsync(PolicyText.Service("*.example.com", 80, "HTTP", upstream.EndPoint)
            + FilterScene.Binding("stamp", $"hosts: [a.example.com]\n{Stamp}"), ["SamplePlugin"]);

        Assert.Equal("hello", (await scene.GetAsync("http://a.example.com/")).Header("x-stamped-by"));
        Assert.Null((await scene.GetAsync("http://b.example.com/")).Header("x-stamped-by"));
    }

    [Fact]
    public async Task Binding_ForOneRoute_LeavesOthersAlone()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await FilterScene.StartAsync(upstream.EndPoint, PolicyText.Join("", PolicyText.Routes(FilterScene.Host, """
            - name: stamped
              match: [{ uri: { prefix: /a } }]
              route: [{ destination: { host: api.example.com } }]
            - route: [{ destination: { host: api.example.com } }]
            """)) + FilterScene.Binding("stamp", $"routes: [{{ virtualService: api-example-com, route: stamped }}]\n{Stamp}"));

        Assert.Equal("hello", (await scene.GetAsync($"http://{FilterScene.Host}/a")).Header("x-stamped-by"));
        Assert.Null((await scene.GetAsync($"http://{FilterScene.Host}/b")).Header("x-stamped-by"));
    }

    [Fact]
    public async Task Reload_OfABindingsConfig_TakesEffectOnAnOpenConnection()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await FilterScene.StartAsync(upstream.EndPoint, FilterScene.Binding("stamp", Stamp));
        await using var client = await scene.ConnectProxyAsync();
        async Task<string?> CallAsync()
        {
            await client.SendAsync($"GET http://{FilterScene.Host}/ HTTP/1.1\r\nHost: {FilterScene.Host}\r\n\r\n");
            return (await client.ReadResponseAsync()).Header("x-stamped-by");
        }
        Assert.Equal("hello", await CallAsync());

        scene.Rewrite(PolicyText.Service(FilterScene.Host, 80, "HTTP", upstream.EndPoint) + FilterScene.Binding("stamp", "config: { text: again }"));

        await Deadline.UntilAsync(async () => await CallAsync() == "again", "the new text");
    }
}
