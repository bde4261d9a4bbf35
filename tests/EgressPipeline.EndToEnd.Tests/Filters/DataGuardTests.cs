using System.IO.Compression;
using System.Text;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Filters;

/// <summary>The filter <c>data-guard</c>, loaded from a folder by the real sidecar.</summary>
public sealed class DataGuardTests
{
    private const string Card = "4111 1111 1111 1111";
    private const string Masked = "**** **** **** 1111";

    [Fact]
    public async Task MaskedBody_ThatDripsIn_KeepsItsLength()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, "paymentCard: mask, keepLast: 4");
        await using var client = await scene.ConnectProxyAsync();
        var body = $$"""{"pan":"{{Card}}","amount":12}""";
        await client.SendAsync(Head(body.Length));
        await Deadline.UntilAsync(() => upstream.Connections == 1, "the call of the service");
        await client.SendInPiecesAsync(body, 3);

        Assert.Equal(body.Replace(Card, Masked, StringComparison.Ordinal), (await client.ReadResponseAsync()).Text);

        var request = Assert.Single(upstream.Requests).Message;
        Assert.Equal($"{body.Length}", request.Header("content-length"));
        Assert.Null(request.Header("transfer-encoding"));
        Assert.Equal(1, await scene.MetricAsync("egress_filter_data_guard_request_findings_total", "detector=\"payment-card\""));
        await Deadline.UntilAsync(() => scene.Egress.Output.Contains("masked payment-card 1", StringComparison.Ordinal), "the line about it");
        Assert.DoesNotContain("1111 1111", scene.Egress.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BlockedBody_NeverReachesTheServiceAndTheConnectionStays()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, "paymentCard: block");
        await using var client = await scene.ConnectProxyAsync();
        foreach (var (text, status) in new[] { ($"pay with {Card}", 403), ("pay with 4111 1111 1111 1112", 200) }) // the second has a wrong check digit
        {
            await client.SendAsync(Head(text.Length) + text);
            var answer = await client.ReadResponseAsync();
            Assert.Equal(status, answer.Status);
            if (status == 403)
                Assert.Equal("FilterBinding/default/data-guard", answer.Header("x-egress-decision"));
        }
        Assert.Equal("pay with 4111 1111 1111 1112", Assert.Single(upstream.Requests).Message.Text);
    }

    [Fact]
    public async Task LateFinding_InALargeBody_CutsTheService()
    {
        await using var upstream = RawServer.Start();
        await using var scene = await FilterScene.StartAsync(PolicyText.Service(FilterScene.Host, 80, "HTTP", upstream.EndPoint)
            + FilterScene.Binding("data-guard", "config: { paymentCard: block }"), ["DataGuard"]);
        await using var client = await scene.ConnectProxyAsync();
        await client.SendAsync(Head(100_000) + "harmless. ");
        await using var server = await upstream.AcceptAsync();
        await server.ReadHeadAsync();
        await server.ReadExactlyAsync(9);
        await client.SendAsync($"pay with {Card}, please. ");

        Assert.Equal(403, (await client.ReadResponseAsync()).Status);

        Assert.DoesNotContain("4111", Encoding.Latin1.GetString(await server.ReadToEndAsync()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mask", 200, "pan=**** **** **** ****.")]
    [InlineData("block", 403, null)]
    public async Task Response_WithAFinding_IsMaskedOrReplaced(string mode, int status, string? text)
    {
        await using var upstream = SimpleHttpServer.Start();
        upstream.Respond = _ => new SimpleResponse(200, $"pan={Card}.");
        await using var scene = await StartAsync(upstream, $"paymentCard: {mode}, responses: true");

        var answer = await scene.GetAsync($"http://{FilterScene.Host}/");

        Assert.Equal(status, answer.Status);
        if (text is not null)
            Assert.Equal((text, $"{text.Length}"), (answer.Text, answer.Header("content-length")));
        Assert.DoesNotContain("4111", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CompressedBody_WithAFinding_IsMaskedAndCompressedAgain()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, "paymentCard: mask");
        await using var client = await scene.ConnectProxyAsync();
        using var coded = new MemoryStream();
        using (var gzip = new GZipStream(coded, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(Encoding.ASCII.GetBytes($"pan={Card}."));
        await client.SendAsync(Head((int)coded.Length, "content-encoding: gzip\r\n"));
        await client.SendAsync(coded.ToArray());

        await client.ReadResponseAsync();

        using var plain = new StreamReader(new GZipStream(new MemoryStream(Assert.Single(upstream.Requests).Message.Body), CompressionMode.Decompress));
        Assert.Equal("pan=**** **** **** ****.", await plain.ReadToEndAsync());
    }

    private static string Head(int length, string more = "") => $"POST http://{FilterScene.Host}/echo HTTP/1.1\r\nHost: {FilterScene.Host}\r\n{more}Content-Length: {length}\r\n\r\n";

    private static Task<Scene> StartAsync(SimpleHttpServer upstream, string config) =>
        FilterScene.StartAsync(PolicyText.Service(FilterScene.Host, 80, "HTTP", upstream.EndPoint) + FilterScene.Binding("data-guard", $"config: {{ {config} }}"), ["DataGuard"]);
}
