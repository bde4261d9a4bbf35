using System.Net;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Proxy;

/// <summary>Connections redirected by the kernel in a network namespace, as an init container sets it up for a pod.</summary>
public sealed class InterceptionTests
{
    private const int ProxyGroup = 1337;

    [Fact]
    public async Task RedirectedHttp_IsServedByItsHost()
    {
        Assert.SkipUnless(NetNamespace.Usable, NetNamespace.Unusable);
        Assert.SkipUnless(Curl.Exists, Curl.Absent);
        await using var pod = await NetNamespace.CreateAsync();
        await using var upstream = SimpleHttpServer.Start("captured", address: pod.Host);
        await using var scene = await StartInsideAsync(pod, PolicyText.Service("api.example.com", 80, "HTTP", upstream.EndPoint));

        var result = await pod.RunAsync("curl", "-sS", "--max-time", "10", "--resolve", "api.example.com:80:203.0.113.7", "http://api.example.com/captured");

        Assert.Equal("hello from captured\n", result.Output);
    }

    [Fact]
    public async Task RedirectedUndeclaredHost_Is502()
    {
        Assert.SkipUnless(NetNamespace.Usable, NetNamespace.Unusable);
        Assert.SkipUnless(Curl.Exists, Curl.Absent);
        await using var pod = await NetNamespace.CreateAsync();
        await using var upstream = SimpleHttpServer.Start("captured", address: pod.Host);
        await using var scene = await StartInsideAsync(pod, PolicyText.Service("api.example.com", 80, "HTTP", upstream.EndPoint));

        var result = await pod.RunAsync("curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}", "--max-time", "10", "--resolve", "other.example.net:80:203.0.113.8", "http://other.example.net/");

        Assert.Equal("502", result.Output);
        Assert.Contains("\"original_destination\":\"203.0.113.8:80\"", await scene.RecordAsync("other.example.net"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RedirectedTcp_ToADeclaredAddress_ReachesItsEndpoint()
    {
        Assert.SkipUnless(NetNamespace.Usable, NetNamespace.Unusable);
        Assert.SkipUnless(Curl.Exists, Curl.Absent);
        await using var pod = await NetNamespace.CreateAsync();
        await using var upstream = SimpleHttpServer.Start("database", address: pod.Host);
        await using var scene = await StartInsideAsync(pod, PolicyText.TcpService("db.example.com", "203.0.113.9", 5432, upstream.EndPoint));

        var result = await pod.RunAsync("curl", "-sS", "--max-time", "10", "http://203.0.113.9:5432/");

        Assert.Equal("hello from database\n", result.Output);
    }

    private static async Task<Scene> StartInsideAsync(NetNamespace pod, string policy)
    {
        var scene = await Scene.StartInAsync(pod, ProxyGroup, policy);
        await pod.LoadRulesAsync($$"""
            table inet egress {
              chain output {
                type nat hook output priority -100; policy accept;
                meta skgid {{ProxyGroup}} return
                ip daddr 127.0.0.0/8 return
                meta l4proto tcp redirect to :{{scene.Outbound.Port}}
              }
            }

            """);
        return scene;
    }
}
