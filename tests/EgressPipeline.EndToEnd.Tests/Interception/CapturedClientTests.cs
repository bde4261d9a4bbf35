using System.Net;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Interception;

/// <summary>Clients of databases, with their real servers outside of the pod, as declared TCP services.</summary>
public sealed class CapturedClientTests
{
    private const int Redis = 79;
    private const int Database = 54;
    private const string DatabaseUser = "1000";

    [Theory]
    [InlineData("nft"), InlineData("tproxy")]
    public async Task RedisCli_DeclaredService_ReachesIt(string mode)
    {
        Assert.SkipUnless(ExternalProgram.Find("redis-server") is not null && ExternalProgram.Find("redis-cli") is not null, "redis-server or redis-cli is not installed");
        await using var world = await PodWorld.CreateAsync();
        await world.GiveAsync(Redis);
        var addresses = PodWorld.Addresses(Redis);
        await using var server = await WorldProgram.StartAsync(world.Outside, new IPEndPoint(addresses[0], 6379),
            "redis-server", "--port", "6379", "--bind", addresses[0].ToString(), "--protected-mode", "no", "--save", "", "--appendonly", "no");
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
        var binaries = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).FirstOrDefault(Directory.Exists) : null;
        Assert.SkipUnless(binaries is not null && ExternalProgram.Find("psql") is not null, "PostgreSQL or psql is not installed");
        await using var world = await PodWorld.CreateAsync();
        using var folder = new TempFolder();
        await world.GiveAsync(Database);
        var address = PodWorld.Addresses(Database)[0];
        await InitializeAsync(world, binaries, folder);
        await using var server = await WorldProgram.StartAsync(world.Outside, new IPEndPoint(address, 5432),
            [.. AsDatabaseUser, Path.Combine(binaries, "postgres"), "-D", folder.File("data"), "-h", address.ToString(), "-k", "", "-p", "5432"]);
        await world.InterceptAsync("apply");
        await using var egress = await StartAsync(world, "nft", CapturePolicies.Tcp("db.example.com", 5432, Database));

        var answer = await world.RunAsync("psql", "-h", address.ToString(), "-U", "app", "-d", "postgres", "-Atc", "select 6 * 7");

        Assert.Equal("42\n", answer.Output);
    }

    private static string[] AsDatabaseUser => ["setpriv", "--reuid", DatabaseUser, "--regid", DatabaseUser, "--clear-groups"];

    private static Task<EgressProcess> StartAsync(PodWorld world, string mode, string policy) =>
        world.StartSidecarAsync(policy, "--outbound-tproxy", mode == "tproxy" ? "on" : "off");

    private static async Task InitializeAsync(PodWorld world, string binaries, TempFolder folder)
    {
        Directory.CreateDirectory(folder.File("data"));
        Assert.Equal(0, (await world.Outside.RunAsync("chown", "-R", DatabaseUser, folder.Path)).ExitCode);
        var made = await world.Outside.RunAsync([.. AsDatabaseUser, Path.Combine(binaries, "initdb"), "-D", folder.File("data"), "-A", "trust", "-U", "app", "--no-sync"]);
        Assert.True(made.ExitCode == 0, made.ToString());
        File.AppendAllText(folder.File("data/pg_hba.conf"), "host all all all trust\n");
    }
}
