using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Interception;

/// <summary>Clients of databases, with their real servers outside of the pod, as TCP services declared with their addresses.</summary>
public sealed class CapturedClientTests
{
    private const int Redis = 79;
    private const int Database = 54;

    [Theory]
    [InlineData("nft"), InlineData("tproxy"), InlineData("ebpf")]
    public async Task RedisCli_DeclaredService_ReachesIt(string mode)
    {
        WorldDatabases.NeedRedis();
        await using var world = await PodWorld.CreateAsync();
        await using var server = await WorldDatabases.StartRedisAsync(world, Redis, 6379);
        var addresses = PodWorld.Addresses(Redis);
        await world.InterceptAsync("apply", "--mode", mode);
        await using var egress = await StartAsync(world, mode, CapturePolicies.Tcp("redis.example.com", 6379, Redis));

        Assert.Equal("OK\n", (await world.RunAsync("redis-cli", "-h", addresses[0].ToString(), "set", "k", "v")).Output);
        // The service is STATIC: the IPv6 address that is dialled is declared, and leads to where the service is.
        Assert.Equal("v\n", (await world.RunAsync("redis-cli", "-h", addresses[1].ToString(), "get", "k")).Output);
        Assert.NotEqual(0, (await world.RunAsync("redis-cli", "-h", addresses[0].ToString(), "-p", "6380", "ping")).ExitCode);
    }

    [Fact]
    public async Task Psql_DeclaredService_ReachesIt()
    {
        WorldDatabases.NeedPostgres();
        await using var world = await PodWorld.CreateAsync();
        using var folder = new TempFolder();
        await using var server = await WorldDatabases.StartPostgresAsync(world, folder, Database, 5432);
        await world.InterceptAsync("apply");
        await using var egress = await StartAsync(world, "nft", CapturePolicies.Tcp("db.example.com", 5432, Database));

        var answer = await world.RunAsync("psql", "-h", PodWorld.Addresses(Database)[0].ToString(), "-U", "app", "-d", "postgres", "-Atc", "select 6 * 7");

        Assert.Equal("42\n", answer.Output);
    }

    private static Task<EgressProcess> StartAsync(PodWorld world, string mode, string policy) =>
        world.StartSidecarAsync(policy, "--outbound-tproxy", mode == "tproxy" ? "on" : "off");
}
