using System.Diagnostics;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Governance;

public sealed class MirrorTests
{
    private const string Host = "api.example.com";
    private const string ToCopy = "mirror: { host: copy.example.com }";

    private static Task<Scene> StartAsync(SimpleHttpServer upstream, System.Net.IPEndPoint copy, string rule = ToCopy, params string[] arguments) => Scene.StartAsync(PolicyText.Join(
        PolicyText.Service(Host, 80, "HTTP", upstream.EndPoint),
        PolicyText.Service("copy.example.com", 80, "HTTP", copy),
        PolicyText.Routes(Host, $"- {rule}\n  route: [{{ destination: {{ host: api.example.com }} }}]")), arguments);

    private static Task<double> CountAsync(Scene scene, string result) => scene.MetricAsync("egress_mirrored_requests_total", $"result=\"{result}\"");

    [Fact]
    public async Task Mirror_OfACall_GetsWhatTheServiceGets()
    {
        await using var upstream = SimpleHttpServer.Start("service");
        await using var copy = SimpleHttpServer.Start("copy");
        await using var scene = await StartAsync(upstream, copy.EndPoint, ToCopy + "\n  rewrite: { uri: /rewritten }\n  headers: { request: { set: { x-set: s } } }");

        var answer = await scene.SendAsync($"POST http://{Host}/called?q=1 HTTP/1.1\r\nHost: {Host}\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody");

        Assert.Equal("hello from service\n", answer.Text);
        await Deadline.UntilAsync(() => copy.Requests.Count == 1, "the copy arrives");
        var (sent, mirrored) = (upstream.Requests.Single().Message, copy.Requests.Single().Message);
        Assert.Equal("api.example.com-shadow", mirrored.Header("host"));
        Assert.Equal("/rewritten?q=1", mirrored.Target);
        Assert.Equal("s", mirrored.Header("x-set"));
        Assert.Equal("body", mirrored.Text);
        Assert.Equal(sent.Target, mirrored.Target);
        await Deadline.UntilAsync(async () => await CountAsync(scene, "answered") == 1, "the copy is counted");
    }

    [Fact]
    public async Task Mirror_OfManyCallsOnOneConnection_GetsEachOnce()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var copy = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, copy.EndPoint, ToCopy, "--max-mirrored-calls", "1000");
        await using var client = await scene.ConnectProxyAsync();

        for (var i = 0; i < 100; i++)
        {
            await client.SendAsync($"GET http://{Host}/{i} HTTP/1.1\r\nHost: {Host}\r\n\r\n");
            Assert.Equal(200, (await client.ReadResponseAsync()).Status);
        }

        await Deadline.UntilAsync(async () => await CountAsync(scene, "answered") == 100, "all copies are answered");
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"/{i}").Order(), copy.Requests.Select(request => request.Message.Target).Order());
    }

    [Fact]
    public async Task Mirror_BodyThatArrivesInPieces_IsCopiedWhole()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var copy = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, copy.EndPoint);
        await using var client = await scene.ConnectProxyAsync();

        await client.SendAsync($"POST http://{Host}/ HTTP/1.1\r\nHost: {Host}\r\nExpect: 100-continue\r\nContent-Length: 8\r\n\r\n");
        await client.SendAsync("firs");
        await Deadline.UntilAsync(async () => await scene.MetricAsync("egress_mirrored_active") == 1, "the copy is being made");
        await client.SendAsync("tsec");
        Assert.Equal(200, (await client.ReadResponseAsync()).Status);

        await Deadline.UntilAsync(() => copy.Requests.Count == 1, "the copy arrives");
        Assert.Equal("firstsec", copy.Requests.Single().Message.Text);
        Assert.Null(copy.Requests.Single().Message.Header("expect"));
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n")]
    [InlineData("Content-Length: 11\r\n\r\nelevenbytes")]
    public async Task Mirror_BodyThatIsStreamedOrTooLarge_IsNotCopiedAndCounted(string rest)
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var copy = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, copy.EndPoint, ToCopy, "--max-mirrored-body", "10");

        Assert.Equal(200, (await scene.SendAsync($"POST http://{Host}/ HTTP/1.1\r\nHost: {Host}\r\nConnection: close\r\n{rest}")).Status);
        Assert.Equal(200, (await scene.SendAsync($"POST http://{Host}/ten HTTP/1.1\r\nHost: {Host}\r\nConnection: close\r\nContent-Length: 10\r\n\r\n0123456789")).Status);

        await Deadline.UntilAsync(() => copy.Requests.Count == 1, "the copy within the bound arrives");
        Assert.Equal("/ten", copy.Requests.Single().Message.Target);
        Assert.Equal(1, await CountAsync(scene, "not_copied"));
    }

    [Fact]
    public async Task Mirror_ClientThatLeavesBeforeItsBodyIsWhole_IsNotMirrored()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var copy = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, copy.EndPoint);
        await using (var client = await scene.ConnectProxyAsync())
            await client.SendAsync($"POST http://{Host}/ HTTP/1.1\r\nHost: {Host}\r\nContent-Length: 8\r\n\r\nhalf");

        await Deadline.UntilAsync(async () => await CountAsync(scene, "not_copied") == 1, "the half copy is given up");
        Assert.Equal(0, await scene.MetricAsync("egress_mirrored_active"));
        Assert.Empty(copy.Requests);
    }

    [Fact]
    public async Task Mirror_ThatRefusesConnections_DoesNotTouchTheCall()
    {
        await using var upstream = SimpleHttpServer.Start();
        var dead = RawServer.Start();
        var refused = dead.EndPoint;
        await dead.DisposeAsync();
        await using var scene = await StartAsync(upstream, refused);

        for (var i = 0; i < 10; i++)
            Assert.Equal(200, (await scene.GetAsync($"http://{Host}/")).Status);

        await Deadline.UntilAsync(async () => await CountAsync(scene, "failed") == 10, "every copy failed");
    }

    [Fact]
    public async Task Mirror_ThatNeverAnswers_NeitherSlowsCallsNorTakesMoreThanItsBound()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var silent = RawServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
        });
        await using var scene = await StartAsync(upstream, silent.EndPoint, ToCopy + "\n  timeout: 30s", "--max-mirrored-calls", "2");
        var clock = Stopwatch.StartNew();

        for (var i = 0; i < 10; i++)
            Assert.Equal(200, (await scene.GetAsync($"http://{Host}/")).Status);

        Assert.InRange(clock.ElapsedMilliseconds, 0, 10_000);
        Assert.Equal(8, await CountAsync(scene, "busy"));
        Assert.Equal(2, await scene.MetricAsync("egress_mirrored_active"));
    }

    [Fact]
    public async Task Mirror_ThatAnswersTooLate_IsGivenUpWithTheRoutesTimeout()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var copy = SimpleHttpServer.Start();
        copy.Respond = _ =>
        {
            new ManualResetEventSlim().Wait(2000);
            return null;
        };
        await using var scene = await StartAsync(upstream, copy.EndPoint, ToCopy + "\n  timeout: 0.3s");

        Assert.Equal(200, (await scene.GetAsync($"http://{Host}/")).Status);

        await Deadline.UntilAsync(async () => await CountAsync(scene, "failed") == 1, "the copy is given up");
    }

    [Fact]
    public async Task Mirrors_EachWithItsShare_AreDrawnByThemselves()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var copy = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, copy.EndPoint, """
            mirrors:
              - { destination: { host: copy.example.com }, percentage: { value: 25 } }
              - { destination: { host: api.example.com }, percentage: { value: 0 } }
            """, "--max-mirrored-calls", "1000");
        await using var client = await scene.ConnectProxyAsync();

        for (var i = 0; i < 400; i++)
        {
            await client.SendAsync($"GET http://{Host}/ HTTP/1.1\r\nHost: {Host}\r\n\r\n");
            await client.ReadResponseAsync();
        }

        await Deadline.UntilAsync(async () => await scene.MetricAsync("egress_mirrored_active") == 0, "all copies are answered");
        Assert.InRange(copy.Requests.Count, 60, 145); // 100 expected; six standard deviations are 52
        Assert.Equal(400, upstream.Requests.Count);
    }
}
