using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Proxy;

public sealed class ExplicitProxyTests(PlainScene scene) : IClassFixture<PlainScene>
{
    [Fact]
    public async Task AbsoluteForm_DeclaredHost_ReachesItInOriginForm()
    {
        var answer = await scene.Scene.GetAsync("http://api.example.com/absolute?q=1");

        Assert.Equal(200, answer.Status);
        Assert.Equal("hello from api.example.com\n", answer.Text);
        var arrived = scene.Upstream.Requests.Last().Message;
        Assert.Equal("GET /absolute?q=1 HTTP/1.1", arrived.StartLine);
        Assert.Equal("api.example.com", arrived.Header("Host"));
    }

    [Fact]
    public async Task AbsoluteForm_HostHeaderOfAnother_UriWins()
    {
        var answer = await scene.Scene.SendAsync("GET http://api.example.com/uri-wins HTTP/1.1\r\nHost: evil.example.net\r\nConnection: close\r\n\r\n");

        Assert.Equal(200, answer.Status);
        Assert.Equal("api.example.com", scene.Upstream.Requests.Last(r => r.Message.Target == "/uri-wins").Message.Header("Host"));
    }

    [Fact]
    public async Task AbsoluteForm_UndeclaredHost_Is502WithReason()
    {
        var answer = await scene.Scene.GetAsync("http://unknown.example.net/");

        Assert.Equal(502, answer.Status);
        Assert.NotNull(answer.Header("x-egress-decision"));
        Assert.Equal("application/problem+json", answer.Header("content-type"));
        Assert.Contains("\"reason\":\"unregistered\"", answer.Text, StringComparison.Ordinal);
    }

    [Theory, InlineData("API.Example.COM"), InlineData("api.example.com:80"), InlineData("api.example.com.")]
    public async Task AbsoluteForm_HostWrittenOtherwise_IsTheSameHost(string authority)
    {
        Assert.Equal(200, (await scene.Scene.GetAsync($"http://{authority}/")).Status);
    }

    [Fact]
    public async Task AbsoluteForm_UndeclaredPort_Is502()
    {
        Assert.Equal(502, (await scene.Scene.GetAsync("http://api.example.com:8081/")).Status);
    }

    [Fact]
    public async Task HopByHopFields_OfTheClient_StayBehind()
    {
        await scene.Scene.GetAsync("http://api.example.com/hop", "Proxy-Connection: keep-alive\r\nProxy-Authorization: Basic c2VjcmV0\r\nKeep-Alive: 5\r\nX-Kept: yes\r\nX-Listed: no\r\nConnection: X-Listed\r\n");

        var arrived = scene.Upstream.Requests.Last(r => r.Message.Target == "/hop").Message;
        Assert.Null(arrived.Header("Proxy-Connection"));
        Assert.Null(arrived.Header("Proxy-Authorization"));
        Assert.Null(arrived.Header("Keep-Alive"));
        Assert.Null(arrived.Header("X-Listed"));
        Assert.Equal("yes", arrived.Header("X-Kept"));
    }

    [Fact]
    public async Task MeshInternalFields_TowardsTheOutside_AreTakenOff()
    {
        await scene.Scene.GetAsync("http://api.example.com/mesh", "x-envoy-original-dst-host: 10.0.0.1:80\r\nx-forwarded-client-cert: By=a\r\n");

        var arrived = scene.Upstream.Requests.Last(r => r.Message.Target == "/mesh").Message;
        Assert.Null(arrived.Header("x-envoy-original-dst-host"));
        Assert.Null(arrived.Header("x-forwarded-client-cert"));
    }

    [Fact]
    public async Task Curl_ThroughTheProxy_GetsTheAnswer()
    {
        Assert.SkipUnless(Curl.Exists, Curl.Absent);

        var result = await Curl.ThroughAsync(scene.Proxy, "http://api.example.com/curl");

        Assert.Equal("hello from api.example.com\n", result.Output);
    }

    [Fact]
    public async Task Curl_PostWithExpect_GetsItsBodyBack()
    {
        Assert.SkipUnless(Curl.Exists, Curl.Absent);
        var body = new string('p', 100_000);
        using var folder = new TempFolder();

        var result = await Curl.ThroughAsync(scene.Proxy, "-H", "Expect: 100-continue", "--data-binary", "@" + folder.Write("body", body), "http://api.example.com/echo");

        Assert.Equal(body, result.Output);
    }
}
