using System.Net;
using System.Net.Sockets;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Interception;

/// <summary>Unmodified programs in a pod, in every mode and both families.</summary>
public sealed class CaptureTests
{
    [Theory]
    [InlineData("nft"), InlineData("iptables"), InlineData("iptables", "--iptables", "legacy"), InlineData("tproxy"), InlineData("ebpf")]
    public async Task Curl_ByNameAndByAddress_GetsWhatThePoliciesSay(string mode, params string[] more)
    {
        await using var world = await StartAsync(mode, more);
        await using var egress = await SidecarAsync(world, mode);

        foreach (var family in new[] { "-4", "-6" })
        {
            Assert.Equal("hello from api.example.com\n200", (await world.CurlAsync(family, "http://api.example.com/")).Output);
            Assert.Equal("hello from secure.example.com\n200", (await world.CurlAsync(family, "--cacert", world.Authority, "https://secure.example.com/")).Output);
            Assert.Equal("403", (await world.CurlAsync(family, "-o", "/dev/null", "http://forbidden.example.com/")).Output);
            Assert.Equal("502", (await world.CurlAsync(family, "-o", "/dev/null", "http://undeclared.example.net/")).Output);
            // Without HTTP to answer in, a refusal is a reset: 35 is curl's failed handshake.
            Assert.Equal(35, (await world.CurlAsync(family, "-k", "https://forbidden-tls.example.com/")).ExitCode);
            Assert.Equal(35, (await world.CurlAsync(family, "-k", "https://undeclared.example.net/")).ExitCode);
        }
        foreach (var address in PodWorld.Addresses(CapturePolicies.Undeclared))
            Assert.Equal("502", (await world.CurlAsync("-o", "/dev/null", $"http://{Literal(address)}/")).Output);
    }

    [Theory]
    [InlineData("nft"), InlineData("tproxy"), InlineData("ebpf")]
    public async Task Curl_DialledAddress_CountsForNoneAndForNothingElse(string mode)
    {
        await using var world = await StartAsync(mode);
        await using var egress = await SidecarAsync(world, mode);
        var dialled = PodWorld.Addresses(CapturePolicies.Undeclared)[0];

        // DNS: the name decides; the address that was dialled belongs to somebody else.
        Assert.Equal("hello from api.example.com\n200", (await world.CurlAsync("--resolve", $"api.example.com:80:{dialled}", "http://api.example.com/")).Output);
        // A name that cannot be looked up: nothing but what was dialled leads there.
        world.Names.Set("any.example.com", ttlSeconds: 60);
        // NONE: both families go where they were sent, and only to the declared addresses.
        foreach (var address in PodWorld.Addresses(CapturePolicies.Dialled))
            Assert.Equal("hello from any.example.com\n200", (await world.CurlAsync("--resolve", $"any.example.com:80:{Literal(address)}", "http://any.example.com/")).Output);
        Assert.NotEqual("hello from undeclared.example.net\n200", (await world.CurlAsync("--resolve", $"any.example.com:80:{dialled}", "http://any.example.com/")).Output);
    }

    [Theory]
    [InlineData("nft"), InlineData("iptables"), InlineData("tproxy"), InlineData("ebpf")]
    public async Task ServerThatSpeaksFirst_OnADeclaredPort_IsRelayedAtOnce(string mode)
    {
        await using var world = await StartAsync(mode);
        await using var egress = await SidecarAsync(world, mode, "--detection-timeout", "60s");

        foreach (var address in PodWorld.Addresses(CapturePolicies.Mail))
        {
            using var client = await world.ConnectAsync(address, 25);
            Assert.Equal("220 mail", await client.ReadLineAsync());
            await client.SendAsync("QUIT\r\n");
            Assert.Equal("221 bye", await client.ReadLineAsync());
        }
    }

    [Fact]
    public async Task ServerThatSpeaksFirst_OnAnUndeclaredPort_IsRelayedAfterTheDetectionTimeout()
    {
        await using var world = await StartAsync("nft");
        await using var egress = await SidecarAsync(world, "nft", "--unregistered", "allow", "--detection-timeout", "50ms");
        await world.AddRawAsync(40, 2525, GreetAsync);

        using var client = await world.ConnectAsync(PodWorld.Addresses(40)[0], 2525);

        Assert.Equal("220 mail", await client.ReadLineAsync());
    }

    [Theory]
    [InlineData("nft"), InlineData("tproxy"), InlineData("ebpf")]
    public async Task UpstreamThatIsNotThere_ResetsTheApplication(string mode)
    {
        await using var world = await StartAsync(mode);
        await using var egress = await SidecarAsync(world, mode);
        await world.GiveAsync(CapturePolicies.Gone); // an address, but no server at it

        foreach (var address in PodWorld.Addresses(CapturePolicies.Gone))
            Assert.True(await IsResetAsync(world, address, 7777));
    }

    [Theory]
    [InlineData("nft"), InlineData("tproxy"), InlineData("ebpf")]
    public async Task Listener_DialledItself_ServesByHostAndNeverLoops(string mode)
    {
        await using var world = await StartAsync(mode);
        await using var egress = await SidecarAsync(world, mode, "--outbound", "*:15001");

        foreach (var own in new[] { "127.0.0.1", "198.51.100.10", "[::1]", "[2001:db8:1::10]" })
        {
            Assert.Equal("502", (await world.CurlAsync("-o", "/dev/null", $"http://{own}:15001/")).Output);
            Assert.Equal("hello from api.example.com\n200", (await world.CurlAsync("-H", "Host: api.example.com", $"http://{own}:15001/")).Output);
        }
        Assert.True(egress.Descriptors < 200);
    }

    private static async Task<bool> IsResetAsync(PodWorld world, IPAddress address, int port)
    {
        try
        {
            using var client = await world.ConnectAsync(address, port);
            return await client.WasResetAsync();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            return true; // before the application had seen that it was connected
        }
    }

    private static async Task<PodWorld> StartAsync(string mode, params string[] more)
    {
        Assert.SkipUnless(mode != "iptables" || PodWorld.HasIptables, PodWorld.NeedsIptables);
        var world = await PodWorld.CreateAsync();
        await world.AddHttpAsync("api.example.com", CapturePolicies.Api);
        await world.AddHttpsAsync("secure.example.com", CapturePolicies.Secure);
        await world.AddHttpAsync("forbidden.example.com", CapturePolicies.Forbidden);
        await world.AddHttpsAsync("forbidden-tls.example.com", CapturePolicies.Forbidden);
        await world.AddHttpAsync("undeclared.example.net", CapturePolicies.Undeclared);
        await world.AddHttpAsync("any.example.com", CapturePolicies.Dialled);
        await world.AddRawAsync(CapturePolicies.Mail, 25, GreetAsync);
        await world.InterceptAsync(["apply", "--mode", mode, .. more]);
        return world;
    }

    private static Task<EgressProcess> SidecarAsync(PodWorld world, string mode, params string[] more) =>
        world.StartSidecarAsync(CapturePolicies.All, ["--outbound-tproxy", mode == "tproxy" ? "on" : "off", .. more]);

    private static async Task GreetAsync(RawConnection connection)
    {
        await connection.SendAsync("220 mail\r\n");
        await connection.ReadThroughAsync("\r\n");
        await connection.SendAsync("221 bye\r\n");
    }

    private static string Literal(IPAddress address) => address.ToString().Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address.ToString();
}
