using System.Net;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Governance;

/// <summary>Services found through a name server (resolution DNS), from the question to the connection.</summary>
public sealed class ResolvedServiceTests
{
    private const string Host = "api.example.com";
    private const int Ttl = 1;

    private const string Policy = $$"""
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: { name: api, namespace: default }
        spec:
          hosts: [{{Host}}]
          ports: [{ number: 80, name: http, protocol: HTTP }]
          resolution: DNS

        """;

    private static readonly IPAddress First = IPAddress.Parse("151.101.9.1");
    private static readonly IPAddress Second = IPAddress.Parse("151.101.9.2");

    private static async Task<(OutsideWorld World, TempFolder Folder)> StartAsync(params string[] arguments)
    {
        Assert.SkipUnless(OutsideWorld.Usable, OutsideWorld.Unusable);
        var folder = new TempFolder();
        var policy = folder.Write("policy.yaml", Policy);
        var world = await OutsideWorld.CreateAsync();
        await world.AddAtAsync("first", First, 80);
        await world.AddAtAsync("second", Second, 80);
        world.Names.Set(Host, Ttl, First.ToString());
        await world.RunAsync(policy, arguments);
        return (world, folder);
    }

    private static async Task<string> CallAsync(OutsideWorld world) => (await world.CurlAsync($"http://{Host}/")).Output;

    [Fact]
    public async Task ChangedAddress_IsCalledOnceItsTtlIsOver()
    {
        var (world, folder) = await StartAsync();
        await using var _ = world;
        using var __ = folder;
        Assert.Equal("hello from first\n", await CallAsync(world));

        world.Names.Set(Host, Ttl, Second.ToString());

        await Deadline.UntilAsync(async () => await CallAsync(world) == "hello from second\n", "the new address is called");
    }

    [Fact]
    public async Task EveryAddressOfAName_GetsCalls()
    {
        var (world, folder) = await StartAsync();
        await using var _ = world;
        using var __ = folder;

        world.Names.Set(Host, Ttl, First.ToString(), Second.ToString());

        var seen = new HashSet<string>();
        await Deadline.UntilAsync(async () =>
        {
            seen.Add(await CallAsync(world));
            return seen.Count == 2;
        }, "both addresses are called");
    }

    [Fact]
    public async Task NameServerFails_OldAddressesServeWithinTheBound()
    {
        var (world, folder) = await StartAsync();
        await using var _ = world;
        using var __ = folder;
        Assert.Equal("hello from first\n", await CallAsync(world));

        world.Names.Fails = true;
        var asked = world.Names.Questions;
        await Deadline.UntilAsync(() => world.Names.Questions > asked + 1, "the name is asked for again");

        Assert.Equal("hello from first\n", await CallAsync(world));
    }

    [Fact]
    public async Task NameServerFails_BeyondTheBound_CallsAreRefused()
    {
        var (world, folder) = await StartAsync("--dns-max-stale", "0s");
        await using var _ = world;
        using var __ = folder;
        Assert.Equal("hello from first\n", await CallAsync(world));

        world.Names.Fails = true;

        await Deadline.UntilAsync(async () => await world.StatusAsync($"http://{Host}/") == "503", "the addresses are too old");
    }

    [Fact]
    public async Task NameThatTurnsPrivate_IsNotDialled()
    {
        var (world, folder) = await StartAsync();
        await using var _ = world;
        using var __ = folder;
        Assert.Equal("hello from first\n", await CallAsync(world));

        world.Names.Set(Host, Ttl, "169.254.169.254");

        await Deadline.UntilAsync(async () => await world.StatusAsync($"http://{Host}/") == "502", "the guarded address is refused");
    }
}
