using EgressPipeline.Authentication;
using EgressPipeline.TestKit;

namespace EgressPipeline.Tests.Authentication;

/// <summary>Against a real server.</summary>
public sealed class KeyFetcherTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TestIssuer _issuer = TestIssuer.Ec("a");
    private readonly SimpleHttpServer _server = SimpleHttpServer.Start();

    private string Base => "http://127.0.0.1:" + _server.Port;

    [Fact]
    public async Task KeySet_IsFetched()
    {
        _server.Respond = _ => new SimpleResponse(200, TestIssuer.KeySet(_issuer));
        var fetch = await FetchAsync(Base + "/keys");
        Assert.Equal("a", Assert.Single(fetch.Keys!.For(null)).KeyId);
        Assert.Equal("/keys", Assert.Single(_server.Requests).Message.Target);
    }

    [Theory]
    [InlineData(500, "oops", "status 500")]
    [InlineData(302, "", "redirects are not followed")]
    [InlineData(200, "<html>", "no key set")]
    [InlineData(200, "{\"keys\":[]}", "no key set")]
    public async Task Answer_WithoutKeys_IsAProblem(int status, string body, string problem)
    {
        _server.Respond = _ => new SimpleResponse(status, body, status == 302 ? "Location: " + Base + "/other\r\n" : "");
        var fetch = await FetchAsync(Base + "/keys");
        Assert.Null(fetch.Keys);
        Assert.Contains(problem, fetch.Problem, StringComparison.Ordinal);
        Assert.Single(_server.Requests);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task Answer_OfTheLargestSize_IsReadAndNoLargerOne(int more, bool isRead)
    {
        var keys = TestIssuer.KeySet(_issuer);
        _server.Respond = _ => new SimpleResponse(200, keys + new string(' ', KeyFetcher.MaxBytes - keys.Length + more));
        Assert.Equal(isRead, (await FetchAsync(Base + "/keys")).Keys is not null);
    }

    [Fact]
    public async Task Server_ThatIsSilent_IsGivenUp()
    {
        await using var silent = RawServer.Start();
        var clock = new ManualClock();
        var fetch = KeyFetcher.FetchAsync(new KeyPlace($"http://127.0.0.1:{silent.Port}/", false, Patience), clock, CancellationToken.None);
        await silent.AcceptAsync();
        clock.Advance(Patience);
        Assert.Contains("no complete answer within 30 s", (await fetch).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_ThatIsNotThere_IsAProblem()
    {
        _server.Stop();
        Assert.Contains("the call failed", (await FetchAsync(Base + "/keys")).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Issuer_NamesItsKeysInItsConfiguration()
    {
        _server.Respond = request => request.Message.Target switch
        {
            "/realm/.well-known/openid-configuration" => new SimpleResponse(200, $$"""{"issuer":"x","jwks_uri":"{{Base}}/certs"}"""),
            "/certs" => new SimpleResponse(200, TestIssuer.KeySet(_issuer)),
            _ => new SimpleResponse(404),
        };
        Assert.NotNull((await FetchAsync(Base + "/realm/", isIssuer: true)).Keys);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"jwks_uri\":5}")]
    [InlineData("{\"jwks_uri\":\"file:///etc/passwd\"}")]
    [InlineData("nonsense")]
    public async Task Configuration_WithoutAPlaceOfKeys_IsAProblem(string configuration)
    {
        _server.Respond = _ => new SimpleResponse(200, configuration);
        Assert.NotNull((await FetchAsync(Base, isIssuer: true)).Problem);
    }

    [Fact]
    public async Task Issuer_ThatIsNoUrl_IsAProblem() => Assert.Contains("no URL", (await FetchAsync("my-tokens", isIssuer: true)).Problem, StringComparison.Ordinal);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _issuer.Dispose();
    }

    private static Task<KeyFetch> FetchAsync(string uri, bool isIssuer = false) => KeyFetcher.FetchAsync(new KeyPlace(uri, isIssuer, Patience), TimeProvider.System, CancellationToken.None);
}
