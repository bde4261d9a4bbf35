using System.Net;
using System.Net.Sockets;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Interception;

/// <summary>What gets past the sidecar, and what must not: exempt users, a sidecar that is gone, many connections.</summary>
public sealed class AroundTheSidecarTests
{
    private const string Url = "http://api.example.com/";

    [Theory]
    [InlineData("nft"), InlineData("iptables"), InlineData("tproxy"), InlineData("ebpf")]
    public async Task Program_AsTheSidecarsUser_GoesAround(string mode)
    {
        await using var world = await StartAsync(mode);

        // No sidecar runs: only what goes around it gets an answer.
        foreach (var family in new[] { "-4", "-6" })
        {
            Assert.Equal("hello from api.example.com\n200", (await world.RunAsAsync(PodWorld.ProxyId, PodWorld.CurlCommand(family, Url))).Output);
            Assert.Equal("000", (await world.RunAsAsync(1000, PodWorld.CurlCommand(family, Url))).Output);
        }
    }

    [Theory]
    [InlineData("nft"), InlineData("iptables"), InlineData("tproxy"), InlineData("ebpf")]
    public async Task Sidecar_KilledAndStartedAgain_NothingLeaksInBetween(string mode)
    {
        await using var world = await StartAsync(mode);
        var first = await SidecarAsync(world, mode);
        Assert.Equal("200", await StatusAsync(world));

        await first.DisposeAsync(); // kill -9
        foreach (var family in new[] { "-4", "-6" })
            Assert.Equal(7, (await world.CurlAsync(family, Url)).ExitCode); // connection refused
        await using var second = await SidecarAsync(world, mode);

        Assert.Equal("200", await StatusAsync(world));
        Assert.Equal(0, (await world.InterceptAsync("verify", "--rules-only", "--mode", mode)).ExitCode);
    }

    [Theory]
    [InlineData("nft"), InlineData("ebpf")]
    public async Task Quic_IsRefused_ForTheApplicationOnly(string mode)
    {
        await using var world = await StartAsync(mode);

        foreach (var address in PodWorld.Addresses(CapturePolicies.Api))
        {
            using var socket = world.Pod.Make(() => new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp));
            var refused = await Assert.ThrowsAnyAsync<SocketException>(async () =>
            {
                socket.Connect(address, 443);
                await socket.SendAsync(new byte[1200]);
                await socket.ReceiveAsync(new byte[1]).Within("the refusal of QUIC");
            });
            Assert.Contains(refused.SocketErrorCode, (SocketError[])[SocketError.ConnectionRefused, SocketError.AccessDenied]);
        }
    }

    [Theory]
    [InlineData("nft"), InlineData("tproxy"), InlineData("ebpf")]
    public async Task Connections_TwoThousandOneAfterAnother_AllServedAndNoneKept(string mode)
    {
        await using var world = await StartAsync(mode);
        await world.AddRawAsync(30, 7000, async connection => await connection.SendAsync("hello\n"));
        await using var egress = await world.StartSidecarAsync(CapturePolicies.Tcp("hello.example.com", 7000, 30), "--outbound-tproxy", mode == "tproxy" ? "on" : "off");
        var addresses = PodWorld.Addresses(30);
        await HelloAsync(world, addresses[0]);
        var before = egress.Descriptors;

        await Parallel.ForEachAsync(Enumerable.Range(0, 2000), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, _) => await HelloAsync(world, addresses[number % 2]));

        await Deadline.UntilAsync(() => egress.Descriptors <= before + 4, "the sidecar to close its descriptors");
    }

    private static async Task HelloAsync(PodWorld world, IPAddress address)
    {
        using var client = await world.ConnectAsync(address, 7000);
        Assert.Equal("hello", await client.ReadLineAsync());
    }

    private static async Task<string> StatusAsync(PodWorld world) => (await world.CurlAsync("-o", "/dev/null", Url)).Output;

    private static async Task<PodWorld> StartAsync(string mode)
    {
        Assert.SkipUnless(mode != "iptables" || PodWorld.HasIptables, PodWorld.NeedsIptables);
        var world = await PodWorld.CreateAsync();
        await world.AddHttpAsync("api.example.com", CapturePolicies.Api);
        await world.InterceptAsync("apply", "--mode", mode);
        return world;
    }

    private static Task<EgressProcess> SidecarAsync(PodWorld world, string mode) =>
        world.StartSidecarAsync(CapturePolicies.All, "--outbound-tproxy", mode == "tproxy" ? "on" : "off");
}
