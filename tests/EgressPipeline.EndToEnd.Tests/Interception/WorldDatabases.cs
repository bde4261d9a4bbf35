using System.Globalization;
using System.Net;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Interception;

/// <summary>The real servers of databases in the world, each at both addresses of a number and in the port that it is told.</summary>
internal static class WorldDatabases
{
    private const string DatabaseUser = "1000";

    private static readonly string? PostgresBinaries = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).FirstOrDefault(Directory.Exists)
        : null;

    /// <summary>Skips the test when redis-server or redis-cli is absent.</summary>
    public static void NeedRedis() => Assert.SkipUnless(HasAll("redis-server", "redis-cli"), "redis-server or redis-cli is not installed");

    /// <summary>Skips the test when PostgreSQL or psql is absent.</summary>
    public static void NeedPostgres() => Assert.SkipUnless(PostgresBinaries is not null && HasAll("psql"), "PostgreSQL or psql is not installed");

    /// <summary>Skips the test when MariaDB's server or its client is absent.</summary>
    public static void NeedMariaDb() => Assert.SkipUnless(HasAll("mariadbd", "mariadb-install-db", "mariadb"), "mariadbd, mariadb-install-db or mariadb is not installed");

    public static Task<WorldProgram> StartRedisAsync(PodWorld world, int number, int port) =>
        StartAsync(world, number, port, addresses =>
            ["redis-server", "--port", Text(port), "--bind", .. addresses, "--protected-mode", "no", "--save", "", "--appendonly", "no"]);

    /// <summary>PostgreSQL, where everybody is let in.</summary>
    public static async Task<WorldProgram> StartPostgresAsync(PodWorld world, TempFolder folder, int number, int port)
    {
        Directory.CreateDirectory(folder.File("postgres"));
        await RunAsync(world, "chown", DatabaseUser, folder.Path, folder.File("postgres"));
        string[] asUser = ["setpriv", "--reuid", DatabaseUser, "--regid", DatabaseUser, "--clear-groups"];
        await RunAsync(world, [.. asUser, PostgresBinaries + "/initdb", "-D", folder.File("postgres"), "-A", "trust", "-U", "app", "--no-sync"]);
        File.AppendAllText(folder.File("postgres/pg_hba.conf"), "host all all all trust\n");
        return await StartAsync(world, number, port, addresses =>
            [.. asUser, PostgresBinaries + "/postgres", "-D", folder.File("postgres"), "-h", string.Join(',', addresses), "-k", "", "-p", Text(port)]);
    }

    /// <summary>MariaDB, where everybody is let in.</summary>
    public static async Task<WorldProgram> StartMariaDbAsync(PodWorld world, TempFolder folder, int number, int port)
    {
        string[] common = ["--no-defaults", "--user=root", "--datadir=" + folder.File("mariadb"), "--innodb-log-file-size=4M", "--innodb-buffer-pool-size=8M"];
        await RunAsync(world, ["mariadb-install-db", .. common, "--skip-test-db", "--auth-root-authentication-method=normal"]);
        return await StartAsync(world, number, port, addresses =>
            ["mariadbd", .. common, "--bind-address=" + string.Join(',', addresses), "--port=" + Text(port), "--socket=" + folder.File("mariadb.socket"),
                "--pid-file=" + folder.File("mariadb.pid"), "--skip-grant-tables", "--skip-name-resolve"]);
    }

    private static async Task<WorldProgram> StartAsync(PodWorld world, int number, int port, Func<string[], string[]> command)
    {
        await world.GiveAsync(number);
        var addresses = PodWorld.Addresses(number);
        return await WorldProgram.StartAsync(world.Outside, new IPEndPoint(addresses[0], port), command([.. addresses.Select(address => address.ToString())]));
    }

    private static async Task RunAsync(PodWorld world, params string[] command)
    {
        var result = await world.Outside.RunAsync(command);
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    private static bool HasAll(params string[] programs) => Array.TrueForAll(programs, program => ExternalProgram.Find(program) is not null);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
