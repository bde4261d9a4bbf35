using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Governance;

public sealed class ConsistentHashTests
{
    private const string Host = "api.example.com";

    [Theory]
    [InlineData("httpHeaderName: x-user")]
    [InlineData("httpHeaderName: x-user, maglev: {tableSize: 65537}")]
    public async Task SameHeader_MeetsTheSameEndpoint_AndAllEndpointsAreUsed(string hash)
    {
        await using var servers = new Servers(3);
        await using var scene = await servers.SceneAsync(hash);

        var owners = new Dictionary<string, string>();
        for (var round = 0; round < 2; round++)
            for (var user = 0; user < 30; user++)
            {
                var answer = await scene.GetAsync($"http://{Host}/{round}", $"x-user: user-{user}\r\n");
                Assert.Equal(200, answer.Status);
                Assert.Equal(owners.TryAdd($"{user}", answer.Text) ? answer.Text : owners[$"{user}"], answer.Text);
            }
        Assert.Equal(3, owners.Values.Distinct().Count());
    }

    [Fact]
    public async Task CallerWithoutCookie_IsGivenOne_ThatLeadsToTheSameEndpoint()
    {
        await using var servers = new Servers(5);
        await using var scene = await servers.SceneAsync("httpCookie: { name: id, path: /, ttl: 60s }");

        for (var caller = 0; caller < 5; caller++)
        {
            var first = await scene.GetAsync($"http://{Host}/");
            var cookie = first.Header("set-cookie")!;
            Assert.Matches("^id=\"[0-9a-f]{16}\"; Max-Age=60; Path=/; HttpOnly$", cookie);
            for (var i = 0; i < 5; i++)
            {
                var again = await scene.GetAsync($"http://{Host}/", $"cookie: {cookie[..cookie.IndexOf(';')]}\r\n");
                Assert.Equal(first.Text, again.Text);
                Assert.Null(again.Header("set-cookie"));
            }
        }
    }

    private sealed class Servers : IAsyncDisposable
    {
        private readonly SimpleHttpServer[] _servers;

        public Servers(int count) => _servers = [.. Enumerable.Range(0, count).Select(i => SimpleHttpServer.Start($"server-{i}"))];

        public Task<Scene> SceneAsync(string hash) => Scene.StartAsync(PolicyText.Join(
            PolicyText.Service(Host, 80, "HTTP", [.. _servers.Select(server => server.EndPoint)]),
            PolicyText.Destination(Host, $"trafficPolicy:\n  loadBalancer:\n    consistentHash: {{ {hash} }}")));

        public async ValueTask DisposeAsync()
        {
            foreach (var server in _servers)
                await server.DisposeAsync();
        }
    }
}
