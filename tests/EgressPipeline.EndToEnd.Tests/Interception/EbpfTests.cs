using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EgressPipeline.EndToEnd.Tests.Dns;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Interception;

/// <summary>What only eBPF mode has: cgroups, programs that end with their process, sockets that must not notice.</summary>
public sealed class EbpfTests
{
    private const string Url = "http://api.example.com/";
    private const string ShowPeer = """
        import socket, sys
        s = socket.socket(socket.AF_INET6 if ":" in sys.argv[1] else socket.AF_INET)
        s.settimeout(5)
        s.connect((sys.argv[1], 25))
        print(s.getpeername()[0], s.getpeername()[1], s.recv(100).decode().strip())
        """;

    private const string AskByMptcp = """
        import socket, sys
        s = socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262)
        s.settimeout(5)
        s.connect((sys.argv[1], 80))
        s.sendall(b"GET / HTTP/1.1\r\nHost: undeclared.example.net\r\n\r\n")
        print(s.recv(1000).decode())
        """;

    [Fact]
    public async Task Run_HoldsThePrograms_AndTheyEndWithItEvenWhenKilled()
    {
        await using var world = await StartAsync();
        await using (var egress = await world.StartSidecarAsync(CapturePolicies.All, "--intercept", "ebpf"))
        {
            Assert.Equal("502", await StatusAsync(world, "http://undeclared.example.net/"));
            Assert.Equal("200", await StatusAsync(world, Url));
        } // kill -9

        // Nothing is left that would send anything to the sidecar: calls go out as if it had never been there.
        foreach (var family in new[] { "-4", "-6" })
            Assert.Equal("hello from undeclared.example.net\n200", (await world.CurlAsync(family, "http://undeclared.example.net/")).Output);
    }

    [Fact]
    public async Task Application_AsksWhomItIsConnectedWith_SeesWhatItDialled()
    {
        Assert.SkipUnless(ExternalProgram.Find("python3") is not null, "python3 is not installed");
        await using var world = await StartAsync();
        await world.AddRawAsync(CapturePolicies.Mail, 25, async connection => await connection.SendAsync("220 mail\r\n"));
        await world.InterceptAsync("apply", "--mode", "ebpf");
        await using var egress = await world.StartSidecarAsync(CapturePolicies.All);

        var addresses = PodWorld.Addresses(CapturePolicies.Mail);
        foreach (var address in addresses)
            Assert.Equal($"{address} 25 220 mail\n", await PeerAsync(world, address.ToString()));
        // Java, Go and .NET dial IPv4 from IPv6 sockets.
        Assert.Equal($"::ffff:{addresses[0]} 25 220 mail\n", await PeerAsync(world, "::ffff:" + addresses[0]));
    }

    [Fact]
    public async Task Application_DialsByMptcp_IsInterceptedAsByTcp()
    {
        Assert.SkipUnless(ExternalProgram.Find("python3") is not null, "python3 is not installed");
        Assert.SkipUnless(File.Exists("/proc/sys/net/mptcp/enabled"), "this kernel has no MPTCP");
        await using var world = await StartAsync();
        await world.InterceptAsync("apply", "--mode", "ebpf");
        await using var egress = await world.StartSidecarAsync(CapturePolicies.All);

        var answer = await world.RunAsync("python3", "-c", AskByMptcp, PodWorld.Addresses(CapturePolicies.Undeclared)[0].ToString());

        Assert.StartsWith("HTTP/1.1 502", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dig_AnyResolver_IsAnsweredByTheSidecarInItsName()
    {
        Assert.SkipUnless(Dig.Exists, Dig.Absent);
        await using var world = await StartAsync();
        await world.InterceptAsync("apply", "--mode", "ebpf", "--dns", "15053");
        await using var egress = await world.StartSidecarAsync(CapturePolicies.All, "--dns", "127.0.0.1:15053");
        var expected = PodWorld.Addresses(CapturePolicies.Api)[0] + "\n";

        foreach (var resolver in new[] { "8.8.8.8", "127.0.0.53", "2001:4860:4860::8888" })
            foreach (var transport in new[] { "+notcp", "+tcp" })
            {
                var answer = await world.RunAsync("dig", "@" + resolver, "+tries=1", "+time=5", transport, "api.example.com");
                Assert.Contains("\t" + expected, answer.Output, StringComparison.Ordinal);
                Assert.Contains($"SERVER: {resolver}#53", answer.Output, StringComparison.Ordinal); // dig ignores answers from anybody else
            }
        Assert.Equal("200", await StatusAsync(world, Url)); // glibc's resolver, unconnected and connected sockets
    }

    [Fact]
    public async Task Cgroup_IsNamed_OnlyItsProgramsAreIntercepted()
    {
        await using var world = await StartAsync();
        await using var cgroup = await world.MakeCgroupAsync();
        await world.InterceptAsync("apply", "--mode", "ebpf", "--cgroup", cgroup.Path);

        Assert.Equal(7, (await world.RunAsync([.. cgroup.Enter, .. PodWorld.CurlCommand(Url)])).ExitCode); // no sidecar runs
        Assert.Equal("200", await StatusAsync(world, Url));
    }

    [Fact]
    public async Task OtherPod_OfTheSameCgroup_IsLeftAlone()
    {
        await using var world = await StartAsync();
        await using var other = await StartAsync();
        await world.InterceptAsync("apply", "--mode", "ebpf");

        Assert.Equal(7, (await world.CurlAsync(Url)).ExitCode);
        Assert.Equal("200", await StatusAsync(other, Url));
    }

    [Fact]
    public async Task Apply_FlagsSayWhat_IsWhatHappens()
    {
        await using var world = await StartAsync();
        var (included, excluded) = (PodWorld.Addresses(CapturePolicies.Api), PodWorld.Addresses(CapturePolicies.Undeclared));
        await world.AddHttpAsync("api.example.com", CapturePolicies.Api, 8081);
        await world.InterceptAsync("apply", "--mode", "ebpf", "--include-cidrs", "151.101.0.0/16,2a04:4e42::/32", "--exclude-cidrs", $"{excluded[0]},{excluded[1]}", "--exclude-ports", "8081");

        foreach (var (address, port, expected) in new[] { (included[0], 80, 7), (included[1], 80, 7), (included[0], 8081, 0), (excluded[0], 80, 0), (excluded[1], 80, 0) })
        {
            var host = address.ToString().Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address.ToString();
            Assert.Equal((address, port, expected), (address, port, (await world.CurlAsync($"http://{host}:{port.ToString(CultureInfo.InvariantCulture)}/")).ExitCode));
        }
    }

    [Fact]
    public async Task ApplyAgain_WithOtherFlags_LeavesNoMomentInWhichAConnectionGetsPast()
    {
        await using var world = await StartAsync();
        await world.InterceptAsync("apply", "--mode", "ebpf");
        using var ending = new CancellationTokenSource();

        var dialling = DialAsync(world, ending.Token);
        foreach (var quic in new[] { "allow", "refuse", "allow" })
            await world.InterceptAsync("apply", "--mode", "ebpf", "--quic", quic);
        await ending.CancelAsync();
        var (refused, connected) = await dialling;

        Assert.Equal(0, connected); // no sidecar runs: only what gets past is answered
        Assert.True(refused > 10);
    }

    [Fact]
    public async Task ApplyAgain_ConnectionIsOpen_StillShowsWhomItDialled()
    {
        await using var world = await StartAsync();
        await world.AddRawAsync(CapturePolicies.Mail, 25, async connection => await connection.SendAsync("220 mail\r\n"));
        await world.InterceptAsync("apply", "--mode", "ebpf");
        await using var egress = await world.StartSidecarAsync(CapturePolicies.All);
        var address = PodWorld.Addresses(CapturePolicies.Mail)[0];
        using var client = await world.ConnectAsync(address, 25);

        await world.InterceptAsync("apply", "--mode", "ebpf", "--quic", "allow");

        Assert.Equal(new IPEndPoint(address, 25), client.Peer);
        Assert.Equal("220 mail", await client.ReadLineAsync());
    }

    private static async Task<(int Refused, int Connected)> DialAsync(PodWorld world, CancellationToken end)
    {
        var (refused, connected) = (0, 0);
        while (!end.IsCancellationRequested)
        {
            try
            {
                using var client = await world.ConnectAsync(PodWorld.Addresses(CapturePolicies.Api)[refused % 2], 80);
                connected++;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
            {
                refused++;
            }
        }
        return (refused, connected);
    }

    private static async Task<PodWorld> StartAsync()
    {
        Assert.SkipUnless(BpfMounts.Usable, BpfMounts.Unusable);
        var world = await PodWorld.CreateAsync();
        await world.AddHttpAsync("api.example.com", CapturePolicies.Api);
        await world.AddHttpAsync("undeclared.example.net", CapturePolicies.Undeclared);
        return world;
    }

    private static async Task<string> PeerAsync(PodWorld world, string address) => (await world.RunAsync("python3", "-c", ShowPeer, address)).Output;

    private static async Task<string> StatusAsync(PodWorld world, string url) => (await world.CurlAsync("-o", "/dev/null", url)).Output;
}
