using System.Net;
using EgressPipeline.EndToEnd.Tests.Dns;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Interception;

/// <summary>Interception and the DNS proxy together: unmodified programs in a pod that know nothing but names.</summary>
public sealed class CapturedNamesTests
{
    private const int Postgres = 54, Redis = 79, MariaDb = 33, Git = 8;
    private const int SharedPort = 4000;

    private static readonly string Policies = PolicyText.Join(
        CapturePolicies.Resolved("api.example.com", "HTTP", 80),
        CapturePolicies.Resolved("secure.example.com", "TLS", 443),
        CapturePolicies.Resolved("many.example.com", "HTTP", 80),
        CapturePolicies.Resolved("git.example.com", "HTTP", 80),
        CapturePolicies.Resolved("postgres.example.com", "TCP", SharedPort),
        CapturePolicies.Resolved("redis.example.com", "TCP", SharedPort),
        CapturePolicies.Resolved("mariadb.example.com", "TCP", SharedPort));

    [Theory]
    [InlineData("nft"), InlineData("iptables"), InlineData("tproxy"), InlineData("ebpf")]
    public async Task DatabasesOnOnePort_AreToldApartByTheirVirtualAddresses(string mode)
    {
        Assert.SkipUnless(Dig.Exists, Dig.Absent);
        WorldDatabases.NeedPostgres();
        WorldDatabases.NeedRedis();
        WorldDatabases.NeedMariaDb();
        await using var world = await StartAsync(mode);
        using var folder = new TempFolder();
        await using var postgres = await WorldDatabases.StartPostgresAsync(world, folder, Postgres, SharedPort);
        await using var redis = await WorldDatabases.StartRedisAsync(world, Redis, SharedPort);
        await using var mariaDb = await WorldDatabases.StartMariaDbAsync(world, folder, MariaDb, SharedPort);
        await world.NameAsync("postgres.example.com", Postgres);
        await world.NameAsync("redis.example.com", Redis);
        await world.NameAsync("mariadb.example.com", MariaDb);
        // MariaDB speaks first: had the port to be found out about, it would take this long.
        await using var egress = await SidecarAsync(world, mode, "--detection-timeout", "60s");

        foreach (var at in await WaysAsync(world, "postgres.example.com"))
            Assert.Equal("42\n", (await world.RunAsync("psql", "-h", at, "-p", "4000", "-U", "app", "-d", "postgres", "-Atc", "select 6 * 7")).Output);
        foreach (var at in await WaysAsync(world, "redis.example.com"))
            Assert.Equal("PONG\n", (await world.RunAsync("redis-cli", "-h", at, "-p", "4000", "ping")).Output);
        foreach (var at in await WaysAsync(world, "mariadb.example.com"))
            Assert.Equal("42\n", (await world.RunAsync("mariadb", "--no-defaults", "--protocol=tcp", "-h", at, "-P", "4000", "-u", "app", "-Nse", "select 6 * 7")).Output);
    }

    [Theory]
    [InlineData("nft"), InlineData("tproxy"), InlineData("ebpf")]
    public async Task Git_OverHttp_PushesAndClones(string mode)
    {
        Assert.SkipUnless(GitServer.Exists, "git is not installed");
        await using var world = await StartAsync(mode);
        using var folder = new TempFolder();
        var server = new GitServer(folder.Path);
        await server.AddAsync("repository.git");
        await world.AddRawAsync(Git, 80, server.ServeAsync);
        await world.NameAsync("git.example.com", Git);
        await using var egress = await SidecarAsync(world, mode);
        var payload = new byte[300_000];
        new Random(5).NextBytes(payload);
        File.WriteAllBytes(folder.File("payload"), payload);

        // A post buffer that the pack does not fit into makes git send it in chunks.
        var pushed = await world.RunAsync("sh", "-ec", """
            export HOME=$1 GIT_CONFIG_NOSYSTEM=1; cd "$1"
            git init -q -b main work; cp payload work/; cd work
            git add payload; git -c user.name=t -c user.email=t@example.com commit -q -m first
            git -c http.postBuffer=65536 push -q http://git.example.com/repository.git main
            """, "sh", folder.Path);
        var cloned = await world.RunAsync("env", "HOME=" + folder.Path, "GIT_CONFIG_NOSYSTEM=1", "git", "clone", "-q", "http://git.example.com/repository.git", folder.File("clone"));

        Assert.True(pushed.ExitCode == 0, pushed.ToString());
        Assert.True(cloned.ExitCode == 0, cloned.ToString());
        Assert.Equal(payload, File.ReadAllBytes(folder.File("clone/payload")));
        Assert.Contains(egress.Records, record => record.Contains("git-receive-pack", StringComparison.Ordinal) && record.Contains("git.example.com", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nft"), InlineData("iptables"), InlineData("tproxy"), InlineData("ebpf")]
    public async Task Ipv6OnlyPod_HasNamesAndServices(string mode)
    {
        Assert.SkipUnless(Dig.Exists, Dig.Absent);
        await using var world = await StartAsync(mode, isIpv6Only: true);
        await world.AddHttpAsync("api.example.com", CapturePolicies.Api);
        await world.AddHttpsAsync("secure.example.com", CapturePolicies.Secure);
        await world.AddRawAsync(CapturePolicies.Mail, SharedPort, async connection => await connection.SendAsync("greetings\n"));
        await world.NameAsync("postgres.example.com", CapturePolicies.Mail);
        await using var egress = await SidecarAsync(world, mode);

        Assert.Equal("hello from api.example.com\n200", (await world.CurlAsync("http://api.example.com/")).Output);
        // Half of the names' addresses cannot be reached from here: no call may try its luck.
        for (var i = 0; i < 4; i++)
            Assert.Equal("hello from secure.example.com\n200", (await world.CurlAsync("--cacert", world.Authority, "https://secure.example.com/")).Output);
        using var client = await world.ConnectAsync(IPAddress.Parse((await VirtualAsync(world, "postgres.example.com"))[1]), SharedPort);
        Assert.Equal("greetings", await client.ReadLineAsync());
    }

    [Fact]
    public async Task NameWithFortyAddresses_IsAnsweredWholeAndServed()
    {
        Assert.SkipUnless(Dig.Exists, Dig.Absent);
        await using var world = await StartAsync("nft");
        string[] addresses = [.. Enumerable.Range(129, 40).Select(i => $"151.101.7.{i}")];
        await world.Outside.RunAsync("ip", "address", "add", "151.101.7.128/26", "dev", "lo"); // on loopback the whole network is local
        await using var server = world.Outside.Make(() => SimpleHttpServer.Start("many.example.com", null, IPAddress.Any, 80));
        world.Names.Set("many.example.com", 60, addresses);
        await using var egress = await SidecarAsync(world, "nft");

        Assert.Equal(addresses, await DigAsync(world, "many.example.com", "A"));
        // Without EDNS they do not fit into a datagram: dig asks again over TCP, which is intercepted, too.
        Assert.Equal(addresses, await DigAsync(world, "many.example.com", "A", "+noedns"));
        Assert.Equal("hello from many.example.com\n200", (await world.CurlAsync("http://many.example.com/")).Output);
        Assert.Matches("connections_total\\{listener=\"dns\"\\} [1-9]", (await world.RunAsync("curl", "-sS", $"http://{egress.Metrics}/metrics")).Output);
    }

    [Fact]
    public async Task ResolverThatDies_KnownNamesGoOnAndOthersFailInTime()
    {
        Assert.SkipUnless(Dig.Exists, Dig.Absent);
        await using var world = await StartAsync("nft");
        await world.AddHttpAsync("api.example.com", CapturePolicies.Api);
        await using var egress = await SidecarAsync(world, "nft", "--dns-timeout", "1s");
        Assert.Equal("hello from api.example.com\n200", (await world.CurlAsync("http://api.example.com/")).Output);

        world.Names.Dispose();

        Assert.Equal("hello from api.example.com\n200", (await world.CurlAsync("http://api.example.com/")).Output);
        Assert.Equal(2, (await VirtualAsync(world, "redis.example.com")).Length);
        var failed = await world.RunAsync("dig", "+tries=1", "+time=5", "many.example.com");
        Assert.Contains("status: SERVFAIL", failed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DnsProxyOnEveryInterface_AnswersFromTheAddressThatWasAsked()
    {
        Assert.SkipUnless(Dig.Exists, Dig.Absent);
        await using var world = await StartAsync("nft");
        await using var egress = await world.StartSidecarAsync(Policies, "--dns", "*:15053");

        // Name servers of both families, either intercepted; and the pod's own addresses, which are not.
        foreach (var server in new[] { world.Resolver.ToString(), PodWorld.Addresses(99)[1].ToString(), "127.0.0.1", "::1" })
            Assert.Single(await DigAsync(world, "@" + server, "redis.example.com", "A"));
        foreach (var own in new[] { "198.51.100.10", "2001:db8:1::10" })
            Assert.Single(await DigAsync(world, "@" + own, "-p", "15053", "redis.example.com", "A"));
    }

    private static async Task<PodWorld> StartAsync(string mode, bool isIpv6Only = false)
    {
        Assert.SkipUnless(mode != "iptables" || PodWorld.HasIptables, PodWorld.NeedsIptables);
        var world = await PodWorld.CreateAsync(isIpv6Only);
        await world.InterceptAsync("apply", "--mode", mode, "--dns", "15053");
        return world;
    }

    private static Task<EgressProcess> SidecarAsync(PodWorld world, string mode, params string[] more) =>
        world.StartSidecarAsync(Policies, ["--dns", "127.0.0.1:15053", "--outbound-tproxy", mode == "tproxy" ? "on" : "off", .. more]);

    /// <summary>What the pod can dial for a service: its name, and its virtual address of either family.</summary>
    private static async Task<string[]> WaysAsync(PodWorld world, string name) => [name, .. await VirtualAsync(world, name)];

    /// <summary>The virtual addresses of a service, IPv4 first, as the pod is told them.</summary>
    private static async Task<string[]> VirtualAsync(PodWorld world, string name)
    {
        var four = Assert.Single(await DigAsync(world, name, "A"));
        var six = Assert.Single(await DigAsync(world, name, "AAAA"));
        Assert.StartsWith("240.240.", four, StringComparison.Ordinal);
        Assert.StartsWith("2001:2::", six, StringComparison.Ordinal);
        return [four, six];
    }

    private static async Task<string[]> DigAsync(PodWorld world, params string[] words)
    {
        var result = await world.RunAsync(["dig", "+short", "+tries=1", "+time=8", .. words]);
        Assert.True(result.ExitCode == 0, result.ToString());
        return [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
    }
}
