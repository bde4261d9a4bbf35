using System.Text;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Filters;

/// <summary>Filters that read request bodies, in every way of asking for them and every framing.</summary>
public sealed class RequestBodyFilterTests
{
    private const string Host = FilterScene.Host;

    private static Task<Scene> StartAsync(SimpleHttpServer upstream) => FilterScene.StartAsync(upstream.EndPoint, FilterScene.Binding("lab"));

    private static string Head(string lab, string more) => $"POST http://{Host}/echo HTTP/1.1\r\nHost: {Host}\r\nx-lab-request: {lab}\r\n{more}\r\n";

    [Theory]
    [InlineData("observe", "hello!", "6", null)]
    [InlineData("transform", "HELLO!!", "7", null)] // it was here as a whole: its new length is known
    [InlineData("rewrite", "HELLO!", "6", null)]
    [InlineData("refuse:6", "HELLO!!", "7", "6 True")]
    [InlineData("pass:6", "HELLO!!", "7", "6 True")]
    [InlineData("pass:5", "hello!", "6", null)]
    [InlineData("prefix:4", "HELLo!", "6", "4 False")]
    [InlineData("prefix:99", "HELLO!!", "7", "6 True")]
    public async Task BodyWithItsHead_ReadByAFilter_ArrivesAsTheFilterSays(string lab, string arrives, string length, string? saw)
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream);

        var answer = await scene.SendAsync(Head(lab, "content-length: 6\r\n") + "hello!");

        Assert.Equal(arrives, answer.Text);
        var request = Assert.Single(upstream.Requests).Message;
        Assert.Equal(length, request.Header("content-length"));
        Assert.Equal(saw, request.Header("x-lab-saw"));
    }

    [Theory]
    [InlineData("observe", 0, "hello!x", "7")]
    [InlineData("transform", 0, "HELLO!!X", null)]
    [InlineData("rewrite", 0, "HELLO!X", "7")]
    [InlineData("refuse:7", 7, "HELLO!!X", "8")]
    [InlineData("prefix:4", 4, "HELLo!x", null)]
    public async Task BodyThatDripsIn_ReadByAFilter_IsFramedByTheHost(string lab, int before, string arrives, string? length)
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream);
        await using var client = await scene.ConnectProxyAsync();
        await client.SendAsync(Head(lab, "content-length: 7\r\n"));
        await client.SendInPiecesAsync("hello!x"[..before]);
        await Deadline.UntilAsync(() => upstream.Connections == 1, "the call of the service");
        await client.SendInPiecesAsync("hello!x"[before..]);

        Assert.Equal(arrives, (await client.ReadResponseAsync()).Text);
        var request = Assert.Single(upstream.Requests).Message;
        Assert.Equal(length, request.Header("content-length"));
        Assert.Equal(length is null ? "chunked" : null, request.Header("transfer-encoding"));
    }

    [Theory]
    [InlineData("observe", "hello!")]
    [InlineData("transform", "HELLO!!")]
    [InlineData("rewrite", "HELLO!")]
    [InlineData("refuse:6", "HELLO!!")]
    [InlineData("pass:3", "hello!")]
    [InlineData("prefix:5", "HELLO!")]
    public async Task ChunkedBody_ReadByAFilter_KeepsItsTrailers(string lab, string arrives)
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream);
        await using var client = await scene.ConnectProxyAsync();
        await client.SendInPiecesAsync(Head(lab, "transfer-encoding: chunked\r\ntrailer: x-sum\r\n") + "2\r\nhe\r\n4\r\nllo!\r\n0\r\nx-sum: 6\r\n\r\n", 3);

        Assert.Equal(arrives, (await client.ReadResponseAsync()).Text);
        var request = Assert.Single(upstream.Requests).Message;
        Assert.Equal("chunked", request.Header("transfer-encoding"));
        Assert.Equal("x-sum: 6\r\n", request.Trailers);
    }

    [Theory]
    [InlineData("content-length: 100\r\n")]
    [InlineData("transfer-encoding: chunked\r\n")]
    public async Task Body_OverTheBoundOfARefusingFilter_Is413AndNothingIsSent(string framing)
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream);
        await using var client = await scene.ConnectProxyAsync();
        await client.SendAsync(Head("refuse:99", framing) + (framing.StartsWith("tr", StringComparison.Ordinal) ? "64\r\n" + new string('x', 100) : new string('x', 100)));

        var answer = await client.ReadResponseAsync();

        Assert.Equal(413, answer.Status);
        Assert.Contains("99 bytes", answer.Text, StringComparison.Ordinal);
        Assert.Equal("FilterBinding/default/lab", answer.Header("x-egress-decision"));
        Assert.Empty(upstream.Requests);
    }

    [Theory]
    [InlineData("observe")]
    [InlineData("transform")]
    [InlineData("refuse:100")]
    public async Task BodyWithItsHead_ThatAFilterRefuses_NeverReachesTheService(string lab)
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream);

        var answer = await scene.SendAsync(Head(lab, "content-length: 9\r\n") + "forbidden");

        Assert.Equal(403, answer.Status);
        Assert.Contains("forbidden content", answer.Text, StringComparison.Ordinal);
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task StreamedBody_ThatAFilterRefusesLate_ResetsTheServiceAndAnswersTheClient()
    {
        await using var upstream = RawServer.Start();
        await using var scene = await FilterScene.StartAsync(upstream.EndPoint, FilterScene.Binding("lab"));
        await using var client = await scene.ConnectProxyAsync();
        await client.SendAsync(Head("observe", "content-length: 1000\r\n"));
        await using var server = await upstream.AcceptAsync();
        await server.ReadHeadAsync();
        await client.SendAsync("harmless, ");
        await server.ReadExactlyAsync(10);
        await client.SendAsync("forbidden");

        var answer = await client.ReadResponseAsync();

        Assert.Equal(403, answer.Status);
        var rest = await server.ReadToEndAsync();
        Assert.DoesNotContain("forbidden", Encoding.Latin1.GetString(rest), StringComparison.Ordinal);
        await scene.RecordAsync("filter{lab}");
    }

    [Theory]
    [InlineData("rewrite:1")]
    [InlineData("rewrite:-1")]
    public async Task RewrittenBody_OfAnotherLength_NeverArrivesWhole(string lab)
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await FilterScene.StartAsync(upstream.EndPoint, FilterScene.Binding("lab", "failureMode: open")); // a promise is a promise
        var answer = await scene.SendAsync(Head(lab, "content-length: 6\r\n") + "hello!");
        Assert.Equal(500, answer.Status);
        Assert.Contains("changed the length", answer.Text, StringComparison.Ordinal);

        await using var client = await scene.ConnectProxyAsync();
        await client.SendAsync(Head(lab, "content-length: 6\r\n"));
        await Deadline.UntilAsync(() => upstream.Connections == 1, "the call of the service");
        await client.SendInPiecesAsync("hello!");

        Assert.Equal(500, (await client.ReadResponseAsync()).Status);
        Assert.Empty(upstream.Requests);
        Assert.Equal(2, await scene.MetricAsync("egress_filter_errors_total", "filter=\"lab\"", "reason=\"body_length\""));
    }

    [Fact]
    public async Task LargeBody_Rewritten_KeepsItsLength()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream);
        await using var client = await scene.ConnectProxyAsync();
        var body = string.Concat(Enumerable.Range(0, 100_000).Select(i => $"line {i}\n"));

        var sending = client.SendAsync(Head("rewrite", $"content-length: {body.Length}\r\n") + body);
        var answer = await client.ReadResponseAsync();
        await sending;

        Assert.Equal(body.ToUpperInvariant(), answer.Text);
        Assert.Equal(body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), Assert.Single(upstream.Requests).Message.Header("content-length"));
    }

    [Fact]
    public async Task RequestWithoutBody_ReadByAFilter_IsOneCallWithNothing()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream);

        var answer = await scene.GetAsync($"http://{Host}/", "x-lab-request: refuse:10\r\n");

        Assert.Equal(200, answer.Status);
        var request = Assert.Single(upstream.Requests).Message;
        Assert.Equal("0 True", request.Header("x-lab-saw"));
        Assert.Null(request.Header("content-length"));
    }

    [Fact]
    public async Task Expectation_WithABufferingFilter_IsMetBeforeTheServiceIsCalled()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream);
        await using var client = await scene.ConnectProxyAsync();
        await client.SendAsync(Head("refuse:100", "content-length: 6\r\nexpect: 100-continue\r\n"));

        Assert.StartsWith("HTTP/1.1 100", await client.ReadHeadAsync(), StringComparison.Ordinal);
        Assert.Empty(upstream.Requests);
        await client.SendAsync("hello!");

        Assert.Equal("HELLO!!", (await client.ReadResponseAsync()).Text);
        Assert.Null(Assert.Single(upstream.Requests).Message.Header("expect"));
    }

    [Fact]
    public async Task PreparedBody_OnARetry_IsSentAgainAsTheFilterLeftIt()
    {
        await using var upstream = SimpleHttpServer.Start();
        var calls = 0;
        upstream.Respond = request => Interlocked.Increment(ref calls) == 1 ? new SimpleResponse(503) : new SimpleResponse(200, request.Message.Text);
        await using var scene = await FilterScene.StartAsync(upstream.EndPoint, PolicyText.Join("", PolicyText.Routes(Host,
            "- route: [{ destination: { host: api.example.com } }]\n  retries: { attempts: 2, retryOn: 5xx }")) + FilterScene.Binding("lab"));

        var answer = await scene.SendAsync($"PUT http://{Host}/ HTTP/1.1\r\nHost: {Host}\r\nx-lab-request: transform\r\ncontent-length: 6\r\n\r\nhello!");

        Assert.Equal("HELLO!!", answer.Text);
        Assert.Equal(["HELLO!!", "HELLO!!"], upstream.Requests.Select(request => request.Message.Text));
    }

    [Fact]
    public async Task ClientThatLeavesInTheMiddle_OfABufferedBody_IsNoRequest()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream);
        await using (var client = await scene.ConnectProxyAsync())
            await client.SendAsync(Head("refuse:100", "content-length: 6\r\n") + "hel");

        await scene.RecordAsync("\"DC\"");
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task NextRequest_AfterAFilteredBody_IsReadFromTheRightPlace()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream);
        await using var client = await scene.ConnectProxyAsync();
        var one = Head("transform", "content-length: 6\r\n") + "hello!";
        var two = Head("refuse:10", "content-length: 3\r\n") + "two";
        await client.SendAsync(one + two + one);

        Assert.Equal("HELLO!!", (await client.ReadResponseAsync()).Text);
        Assert.Equal("TWO", (await client.ReadResponseAsync()).Text);
        Assert.Equal("HELLO!!", (await client.ReadResponseAsync()).Text);
    }

    [Fact]
    public async Task LargeBody_Transformed_ArrivesWhole()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream);
        await using var client = await scene.ConnectProxyAsync();
        var body = string.Concat(Enumerable.Range(0, 200_000).Select(i => $"line {i}\n"));

        var sending = client.SendAsync(Head("transform", $"content-length: {body.Length}\r\n") + body);
        var answer = await client.ReadResponseAsync();
        await sending;

        Assert.Equal(body.ToUpperInvariant(), answer.Text);
        Assert.Equal(body.Length, await scene.MetricAsync("egress_filter_lab_request_bytes_total"));
    }
}
