using System.Security.Cryptography;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Robustness;

public sealed class GarbageTests
{
    private const string Host = "api.example.com";
    private const int Connections = 10_000;

    [Fact]
    public async Task TenThousandBadConnections_LeaveMemoryAndDescriptorsWhereTheyWere()
    {
        await using var upstream = RawServer.Start(ResetAfterRequestAsync);
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint, "--access-log", "off");
        await AbuseAsync(scene, 2_000); // what the process grows to once: code, pools, threads
        var memory = scene.Egress.ResidentBytes;
        await Deadline.UntilAsync(() => Task.FromResult(scene.Egress.Descriptors < 150), "descriptors to settle");
        var descriptors = scene.Egress.Descriptors;

        await AbuseAsync(scene, Connections);

        await Deadline.UntilAsync(() => scene.Egress.Descriptors <= descriptors + 10, "descriptors to be as before");
        Assert.InRange(scene.Egress.ResidentBytes, 0, memory + (24L << 20));
        // The last clients are gone before the sidecar has read their reset.
        await Deadline.UntilAsync(async () => await scene.MetricAsync("egress_connections_active", "listener=\"proxy\"") == 0, "connections to be counted as ended");
    }

    private static async Task AbuseAsync(Scene scene, int connections)
    {
        await Parallel.ForAsync(0, connections, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, _) =>
        {
            try
            {
                await AbuseOnceAsync(scene, number);
            }
            catch (IOException)
            {
                // The sidecar may end such a connection at any byte.
            }
        });
    }

    private static async Task AbuseOnceAsync(Scene scene, int number)
    {
        await using var client = await scene.ConnectProxyAsync();
        switch (number % 6)
        {
            case 0:
                await client.SendAsync(RandomNumberGenerator.GetBytes(300));
                await client.ReadToEndAsync();
                break;
            case 1:
                await client.SendAsync("GET http://api.exam");
                client.Reset();
                break;
            case 2:
                await client.SendAsync($"POST http://{Host}/ HTTP/1.1\r\nHost: {Host}\r\nContent-Length: 1000\r\n\r\nless");
                client.Reset();
                break;
            case 3:
                await client.SendAsync($"GET http://{Host}/ HTTP/1.1\r\nHost: {Host}\r\n\r\n");
                await client.ReadResponseAsync();
                break;
            case 4:
                await client.SendAsync("CONNECT nobody.example.net:443 HTTP/1.1\r\nHost: nobody.example.net:443\r\n\r\n");
                await client.ReadResponseAsync("GET");
                break;
            default:
                client.Reset();
                break;
        }
    }

    private static async Task ResetAfterRequestAsync(RawConnection connection)
    {
        await connection.ReadHeadAsync();
        connection.Reset();
    }
}
