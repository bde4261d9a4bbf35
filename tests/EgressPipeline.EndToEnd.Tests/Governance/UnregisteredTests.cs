using System.Net;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Governance;

/// <summary>What a destination gets that no ServiceEntry declares, in each mode.</summary>
public sealed class UnregisteredTests
{
    private const string Declared = "api.example.com";
    private const string Undeclared = "www.example.net";

    private static async Task<OutsideWorld> StartAsync(TempFolder folder, string mode)
    {
        Assert.SkipUnless(OutsideWorld.Usable, OutsideWorld.Unusable);
        var policy = folder.Write("policy.yaml", PolicyText.Service(Declared, 80, "HTTP", new IPEndPoint(IPAddress.Loopback, 1)));
        var world = await OutsideWorld.CreateAsync();
        try
        {
            await world.AddHttpAsync(Undeclared);
            await world.AddHttpsAsync("secure." + Undeclared);
            world.Names.Set("private." + Undeclared, 60, "10.1.2.3");
            await world.RunAsync(policy, "--unregistered", mode);
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    private static async Task<string> RecordAsync(OutsideWorld world, string authority)
    {
        var named = $"\"authority\":\"{authority}\"";
        await Deadline.UntilAsync(() => world.Egress.Records.Any(record => record.Contains(named, StringComparison.Ordinal)), "the access record");
        return world.Egress.Records.First(record => record.Contains(named, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Deny_IsRefusedAndCountedAsBlackHole()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await Scene.StartHttpAsync(Declared, upstream.EndPoint, "--unregistered", "deny");

        Assert.Equal(502, (await scene.GetAsync($"http://{Undeclared}/")).Status);

        Assert.Equal(1, await scene.MetricAsync("istio_requests_total", "BlackHoleCluster"));
        Assert.Contains("\"decision\":\"unregistered\"", await scene.RecordAsync(Undeclared), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("allow", "allowed_unregistered")]
    [InlineData("audit", "audited_unregistered")]
    public async Task LetThrough_HttpAndTunnels_AndTheRecordNamesTheMode(string mode, string decision)
    {
        using var folder = new TempFolder();
        await using var world = await StartAsync(folder, mode);

        Assert.Equal($"hello from {Undeclared}\n", (await world.CurlAsync($"http://{Undeclared}/")).Output);
        Assert.Equal($"hello from secure.{Undeclared}\n", (await world.CurlAsync($"https://secure.{Undeclared}/")).Output);

        var record = await RecordAsync(world, Undeclared);
        Assert.Contains($"\"decision\":\"{decision}\"", record, StringComparison.Ordinal);
        Assert.Contains("\"upstream_cluster\":\"PassthroughCluster\"", record, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("allow")]
    [InlineData("audit")]
    public async Task LetThrough_PrivateAddresses_AreStillRefused(string mode)
    {
        using var folder = new TempFolder();
        await using var world = await StartAsync(folder, mode);

        Assert.Equal("502", await world.StatusAsync($"http://private.{Undeclared}/"));
        Assert.Equal("502", await world.StatusAsync("http://169.254.169.254/latest/meta-data/"));
        Assert.Equal("502", await world.StatusAsync("http://10.1.2.3/"));
        Assert.Equal("502", await world.StatusAsync($"https://private.{Undeclared}/"));
    }

    [Fact]
    public async Task LetThrough_TheSidecarsOwnListener_IsNeverDialled()
    {
        using var folder = new TempFolder();
        await using var world = await StartAsync(folder, "allow");

        Assert.NotEqual("200", await world.StatusAsync($"http://{world.Egress.Admin}/clusters"));
    }
}
