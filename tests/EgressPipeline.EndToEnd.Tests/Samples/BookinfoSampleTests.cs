using System.Diagnostics;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Samples;

/// <summary>
/// The routes of Istio's bookinfo example, unchanged, with its destination rules. Its services live in a mesh; here
/// ServiceEntries declare them, with one server a version.
/// </summary>
public sealed class BookinfoSampleTests
{
    private const int MostCalls = 400;

    private static readonly string[] Services = ["productpage", "reviews", "ratings", "details"];
    private static readonly string[] Versions = ["v1", "v2", "v3", "v2-mysql", "v2-mysql-vm"];

    private static string Sample(string name) => File.ReadAllText(Corpus.Path($"istio/samples/bookinfo/networking/{name}.yaml"));

    [Theory]
    [InlineData("virtual-service-all-v1", "reviews", "v1")]
    [InlineData("virtual-service-all-v1", "productpage", "v1")]
    [InlineData("virtual-service-details-v2", "details", "v2")]
    [InlineData("virtual-service-ratings-db", "ratings", "v2")]
    [InlineData("virtual-service-ratings-mysql", "ratings", "v2-mysql")]
    [InlineData("virtual-service-ratings-mysql-vm", "ratings", "v2-mysql-vm")]
    [InlineData("virtual-service-reviews-50-v3", "reviews", "v1 v3")]
    [InlineData("virtual-service-reviews-80-20", "reviews", "v1 v2")]
    [InlineData("virtual-service-reviews-90-10", "reviews", "v1 v2")]
    [InlineData("virtual-service-reviews-jason-v2-v3", "reviews", "v3", "v2")]
    [InlineData("virtual-service-reviews-test-v2", "reviews", "v1", "v2")]
    [InlineData("virtual-service-reviews-v2-v3", "reviews", "v2 v3")]
    [InlineData("virtual-service-reviews-v3", "reviews", "v3")]
    public async Task Route_ReachesTheVersionsItNames(string sample, string service, string versions, string? versionsForJason = null)
    {
        Assert.SkipUnless(Corpus.Exists, Corpus.Absent);
        var servers = Versions.Select(version => (Version: version, Server: SimpleHttpServer.Start(version))).ToArray();
        try
        {
            var endpoints = servers.Select(each => (each.Server.EndPoint, each.Version)).ToArray();
            string[] declared = [.. Services.Select(name => PolicyText.Service(name, 9080, "HTTP", endpoints))];
            await using var scene = await Scene.StartAsync(PolicyText.Join([.. declared, Sample("destination-rule-all"), Sample(sample)]));

            await ReachesAsync(scene, service, "", versions);
            await ReachesAsync(scene, service, "end-user: jason\r\n", versionsForJason ?? versions);
        }
        finally
        {
            foreach (var (_, server) in servers)
                await server.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("virtual-service-ratings-test-abort", 500, 0)]
    [InlineData("virtual-service-ratings-test-delay", 200, 7)]
    public async Task Fault_IsInjectedForJasonAlone(string sample, int status, int seconds)
    {
        Assert.SkipUnless(Corpus.Exists, Corpus.Absent);
        await using var server = SimpleHttpServer.Start("v1");
        string[] declared = [.. Services.Select(name => PolicyText.Service(name, 9080, "HTTP", [.. Versions.Select(version => (server.EndPoint, version))]))];
        await using var scene = await Scene.StartAsync(PolicyText.Join([.. declared, Sample("destination-rule-all"), Sample(sample)]));
        var clock = Stopwatch.StartNew();

        Assert.Equal(200, (await scene.GetAsync("http://ratings:9080/0", "end-user: anna\r\n")).Status);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 5);
        clock.Restart();
        Assert.Equal(status, (await scene.GetAsync("http://ratings:9080/0", "end-user: jason\r\n")).Status);
        Assert.InRange(clock.Elapsed.TotalSeconds, seconds, seconds + 5);
    }

    /// <summary>Calls until every expected version answered; none else ever may.</summary>
    private static async Task ReachesAsync(Scene scene, string service, string fields, string versions)
    {
        var missing = versions.Split(' ').ToHashSet();
        await using var client = await scene.ConnectProxyAsync();
        for (var i = 0; i < MostCalls && missing.Count > 0; i++)
        {
            await client.SendAsync($"GET http://{service}:9080/ HTTP/1.1\r\nHost: {service}:9080\r\n{fields}\r\n");
            var version = (await client.ReadResponseAsync()).Text.Replace("hello from ", "", StringComparison.Ordinal).Trim();
            Assert.Contains(version, versions.Split(' '));
            missing.Remove(version);
        }
        Assert.Empty(missing);
    }
}
