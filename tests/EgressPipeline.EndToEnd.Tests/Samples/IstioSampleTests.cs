using System.Net;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Samples;

/// <summary>Istio's own examples about external services, unchanged, served by the real sidecar and called by the real curl.</summary>
public sealed class IstioSampleTests
{
    private static string Sample(string name) => Corpus.Path("istio/samples/" + name);

    private static async Task<OutsideWorld> ServeAsync(string sample, Func<OutsideWorld, Task> populate)
    {
        var check = await EgressProcess.RunVerbAsync("check", Sample(sample));
        Assert.True(check.ExitCode == 0, check.Output + check.Error);
        var world = await OutsideWorld.CreateAsync();
        try
        {
            await populate(world);
            await world.RunAsync(Sample(sample));
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    private static void NeedCorpusAndNetworks()
    {
        Assert.SkipUnless(Corpus.Exists, Corpus.Absent);
        Assert.SkipUnless(OutsideWorld.Usable, OutsideWorld.Unusable);
    }

    [Fact]
    public async Task AptGet_ItsHostsAreServedOnPort80_AndNothingElse()
    {
        NeedCorpusAndNetworks();
        string[] hosts = ["deb.debian.org", "cdn-fastly.deb.debian.org", "security.debian.org", "archive.ubuntu.com", "security.ubuntu.com"];
        await using var world = await ServeAsync("external/aptget.yaml", async world =>
        {
            foreach (var host in (string[])[.. hosts, "example.org"])
                await world.AddHttpAsync(host);
        });

        foreach (var host in hosts)
            Assert.Equal($"hello from {host}\n", (await world.CurlAsync($"http://{host}/dists/stable/Release")).Output);

        Assert.Equal("502", await world.StatusAsync("http://example.org/"));
        Assert.Equal("502", await world.StatusAsync("https://deb.debian.org/"));
    }

    [Fact]
    public async Task GitHub_HttpsByNameAndSshByAddress()
    {
        NeedCorpusAndNetworks();
        await using var world = await ServeAsync("external/github.yaml", async world =>
        {
            await world.AddHttpsAsync("github.com");
            await world.AddHttpsAsync("gitlab.com");
            await world.AddAtAsync("ssh", IPAddress.Parse("140.82.112.3"), 22);
            await world.AddAtAsync("elsewhere", IPAddress.Parse("8.8.4.4"), 22);
        });

        Assert.Equal("hello from github.com\n", (await world.CurlAsync("https://github.com/istio/api.git")).Output);
        Assert.Equal("hello from ssh\n", (await world.CurlAsync("--proxytunnel", "http://140.82.112.3:22/")).Output);
        Assert.Equal("502", await world.StatusAsync("https://gitlab.com/"));
        Assert.Equal("502", (await world.CurlAsync("-o", "/dev/null", "-w", "%{http_connect}", "--proxytunnel", "http://8.8.4.4:22/")).Output);
    }

    [Fact]
    public async Task GitHub_RedirectedByTheKernel_AsInAPod()
    {
        NeedCorpusAndNetworks();
        await using var world = await ServeAsync("external/github.yaml", async world =>
        {
            await world.AddHttpsAsync("github.com");
            await world.AddHttpsAsync("gitlab.com");
            await world.AddAtAsync("ssh", IPAddress.Parse("140.82.112.3"), 22);
            await world.AddAtAsync("elsewhere", IPAddress.Parse("8.8.4.4"), 22);
        });
        await world.RedirectAsync();

        Assert.Equal("hello from github.com\n", (await world.CurlDirectlyAsync("https://github.com/istio/api.git")).Output);
        Assert.Equal("hello from ssh\n", (await world.CurlDirectlyAsync("http://140.82.112.3:22/")).Output);
        Assert.Equal("", (await world.CurlDirectlyAsync("https://gitlab.com/")).Output);
        Assert.DoesNotContain("elsewhere", (await world.CurlDirectlyAsync("http://8.8.4.4:22/")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PyPi_EveryHostIsATunnelByItsName()
    {
        NeedCorpusAndNetworks();
        string[] hosts = ["pypi.python.org", "pypi.org", "files.pythonhosted.org"];
        await using var world = await ServeAsync("external/pypi.yaml", async world =>
        {
            foreach (var host in (string[])[.. hosts, "test.pypi.org"])
                await world.AddHttpsAsync(host);
        });

        foreach (var host in hosts)
            Assert.Equal($"hello from {host}\n", (await world.CurlAsync($"https://{host}/simple/")).Output);

        Assert.Equal("502", await world.StatusAsync("https://test.pypi.org/simple/"));
    }

    [Fact]
    public async Task GoogleApis_PlainCallsAreSecuredOnTheWay()
    {
        NeedCorpusAndNetworks();
        SimpleHttpServer? api = null;
        await using var world = await ServeAsync("bookinfo/networking/egress-rule-google-apis.yaml", async world =>
            api = await world.AddHttpsAsync("www.googleapis.com"));

        var answer = await world.CurlAsync("http://www.googleapis.com/books/v1/volumes?q=isbn:0486424618");

        Assert.Equal("hello from www.googleapis.com\n", answer.Output);
        Assert.Equal("www.googleapis.com", Assert.Single(api!.Requests).Tls!.ServerName);
        Assert.Equal("hello from www.googleapis.com\n", (await world.CurlAsync("https://www.googleapis.com/")).Output);
        Assert.Equal("502", await world.StatusAsync("http://storage.googleapis.com/"));
    }

    [Fact]
    public async Task ExtAuthz_ServicesOfThePodAreReachedAtTheirLoopbackAddress()
    {
        NeedCorpusAndNetworks();
        await using var world = await ServeAsync("extauthz/local-ext-authz.yaml", world => world.AddAtAsync("authorizer", IPAddress.Loopback, 8000));

        Assert.Equal("hello from authorizer\n", (await world.CurlAsync("http://ext-authz-http.local:8000/check")).Output);
        Assert.Equal("503", await world.StatusAsync("http://ext-authz-grpc.local:9000/"));
    }
}
