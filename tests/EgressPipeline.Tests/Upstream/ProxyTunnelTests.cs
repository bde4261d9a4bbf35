using System.Text;
using EgressPipeline.Clusters;
using EgressPipeline.Policy.Plan;
using EgressPipeline.TestKit;
using EgressPipeline.Upstream;

namespace EgressPipeline.Tests.Upstream;

public sealed class ProxyTunnelTests : IDisposable
{
    private readonly UpstreamRig _rig = new();
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        _rig.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Connect_ProxyAgrees_NextBytesAreTheTargets()
    {
        await using var proxy = RawServer.Start(static async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.SendAsync("HTTP/1.1 200 Connection established\r\nVia: x\r\n\r\n220 hello"); // the target speaks first
        });
        var connected = await ConnectAsync(proxy, "");
        var read = await connected.Connection!.Input.ReadAtLeastAsync(9);
        Assert.Equal("220 hello", Encoding.ASCII.GetString(read.Buffer));
        connected.Connection.Abort();
    }

    [Theory]
    [InlineData("target.example.com", "target.example.com:443")]
    [InlineData("2001:db8::1", "[2001:db8::1]:443")]
    public async Task Connect_Request_NamesTheTargetAndShowsCredentials(string target, string authority)
    {
        await using var proxy = RawServer.Start();
        _folder.Write("secret", "Basic dXNlcjpwYXNz\n");
        var connecting = ConnectAsync(proxy, _folder.File("secret"), target);
        await using var peer = await proxy.AcceptAsync();
        Assert.Equal($"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\nProxy-Authorization: Basic dXNlcjpwYXNz\r\n\r\n", await peer.ReadHeadAsync());
        await peer.SendInPiecesAsync("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n");
        (await connecting).Connection!.Abort();
    }

    [Theory]
    [InlineData("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n", "the proxy answered 407: it wants other credentials")]
    [InlineData("HTTP/1.1 502 Bad Gateway\r\n\r\n", "the proxy answered 502")]
    [InlineData("HTTP/1.1 301 Moved\r\nLocation: /\r\n\r\n", "the proxy answered 301")]
    [InlineData("SSH-2.0-OpenSSH\r\n\r\n", "the proxy's answer is no HTTP")]
    [InlineData("HTTP/1.1 200 O", "the proxy closed the connection instead of answering")]
    [InlineData("", "the proxy closed the connection instead of answering")]
    public async Task Connect_ProxyRefuses_IsAFailureThatSaysWhy(string answer, string problem)
    {
        await using var proxy = RawServer.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.SendAsync(answer);
        });
        var connected = await ConnectAsync(proxy, "");
        Assert.Equal(EgressErrorReason.ConnectFailed, connected.Error.Reason);
        Assert.Contains($"tunnel through {proxy.EndPoint} to target.example.com:443: {problem}", connected.Detail, StringComparison.Ordinal);
        Assert.Equal(1, _rig.Services.Counters.ConnectFailures);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nX: ", "aaaaaaaaaaaaaaaa")] // a head without end
    [InlineData("", "HTTP/1.1 100 Continue\r\n\r\n")] // informational ones without end
    public async Task Connect_AnswerWithoutEnd_IsGivenUp(string first, string again)
    {
        await using var proxy = RawServer.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.SendAsync(first);
            while (true)
                await connection.SendAsync(again);
        });
        var connected = await ConnectAsync(proxy, "");
        Assert.Contains("longer than 8192 bytes", connected.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_ProxySaysNothing_EndsWithTheConnectTimeout()
    {
        await using var proxy = RawServer.Start();
        var connecting = ConnectAsync(proxy, "");
        await using var peer = await proxy.AcceptAsync();
        await peer.ReadHeadAsync();
        _rig.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Contains("not done within 10000 ms", (await connecting).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "cannot be read: FileNotFoundException")]
    [InlineData("", "is empty")]
    [InlineData("\r\n", "is empty")]
    [InlineData("Basic abc\r\nX-Injected: 1", "is not one line of text")]
    [InlineData("Basic \u00e9", "is not one line of text")]
    public async Task Connect_UnusableCredentials_SendsNothing(string? content, string problem)
    {
        await using var proxy = RawServer.Start();
        if (content is not null)
            _folder.Write("secret", content);
        var connected = await ConnectAsync(proxy, _folder.File("secret"));
        Assert.EndsWith(problem, connected.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("Basic", connected.Detail, StringComparison.Ordinal);
        await using var peer = await proxy.AcceptAsync();
        Assert.Empty(await peer.ReadToEndAsync());
    }

    [Theory]
    [InlineData(4096, false)]
    [InlineData(4097, true)]
    public void Credentials_AtTheBound_AreReadAndBeyondRefused(int length, bool refused)
    {
        _folder.Write("secret", new string('a', length));
        var read = ProxyAuthorization.Read(_folder.File("secret"));
        Assert.Equal((refused ? 0 : length, refused), (read.Value.Length, read.Problem.Length > 0));
        Assert.DoesNotContain("aa", read.ToString(), StringComparison.Ordinal);
    }

    private async Task<ConnectResult> ConnectAsync(RawServer proxy, string authorizationFile, string target = "target.example.com")
    {
        var cluster = _rig.Cluster(UpstreamRig.Plan([UpstreamRig.Endpoint("127.0.0.1", proxy.Port)], tunnel: new TunnelPlan(target, 443, authorizationFile)));
        var request = new PickRequest { Host = "api.example.com" };
        return await _rig.Connector.ConnectAsync(UpstreamRig.PickNow(cluster, request).Endpoint!, request, withTls: false, CancellationToken.None);
    }
}
