using System.Buffers.Binary;
using System.Net.Sockets;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Dns;

/// <summary>Bounds of the DNS proxy's TCP side.</summary>
public sealed class DnsConnectionsTests
{
    private const int MaxConnections = 256;
    private const int MaxQuery = 4096;
    private const string Services = """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: { name: db, namespace: default }
        spec:
          hosts: [db.example.com]
          ports: [{ number: 5432, name: tcp, protocol: TCP }]
          resolution: DNS

        """;

    // db.example.com A, with an OPT record that is filled up as the test wants it (RFC 7830).
    private static readonly byte[] Question = [0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 2, .. "db"u8, 7, .. "example"u8, 3, .. "com"u8, 0, 0, 1, 0, 1, 0, 0, 41, 4, 208, 0, 0, 0, 0];

    [Fact]
    public async Task ConnectionTooMany_IsResetAndCounted_AndRoomIsGivenAgain()
    {
        await using var scene = await StartAsync();
        var clients = new TcpClient[MaxConnections];
        try
        {
            for (var i = 0; i < clients.Length; i++)
            {
                clients[i] = new TcpClient();
                await clients[i].ConnectAsync(scene.Egress.Dns);
            }
            await Task.WhenAll(clients.Select(client => AskAsync(client, Padded(100)))).Within("an answer on every connection");

            Assert.True(await IsTurnedAwayAsync(scene));
            Assert.Equal(1, await scene.MetricAsync("egress_limits_hit_total", "connections"));

            clients[0].Dispose();
            await Deadline.UntilAsync(async () => !await IsTurnedAwayAsync(scene), "a connection is served again");
        }
        finally
        {
            foreach (var client in clients)
                client?.Dispose();
        }
    }

    [Fact]
    public async Task QuestionTooLong_EndsTheConnectionAndIsCounted()
    {
        await using var scene = await StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(scene.Egress.Dns);

        await AskAsync(client, Padded(MaxQuery));
        await client.GetStream().WriteAsync(Framed(Padded(MaxQuery + 1)));

        Assert.Equal(0, await EndAsync(client));
        Assert.Equal(1, await scene.MetricAsync("egress_dns_queries_total{outcome=\"malformed\"}"));
        Assert.Equal(1, await scene.MetricAsync("egress_dns_queries_total{outcome=\"virtual\"}"));
    }

    private static Task<Scene> StartAsync() => Scene.StartAsync(Services, "--dns", "127.0.0.1:0", "--dns-servers", "127.0.0.1:9");

    private static async Task<bool> IsTurnedAwayAsync(Scene scene)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(scene.Egress.Dns);
            await AskAsync(client, Padded(100));
            return false;
        }
        catch (Exception error) when (error is IOException or SocketException or InvalidOperationException)
        {
            return true;
        }
    }

    private static async Task AskAsync(TcpClient client, byte[] question)
    {
        var stream = client.GetStream();
        await stream.WriteAsync(Framed(question));
        var length = new byte[2];
        await stream.ReadExactlyAsync(length).AsTask().Within("an answer");
        await stream.ReadExactlyAsync(new byte[BinaryPrimitives.ReadUInt16BigEndian(length)]).AsTask().Within("the rest of it");
    }

    // What was sent and not read makes the end a reset.
    private static async Task<int> EndAsync(TcpClient client)
    {
        try
        {
            return await client.GetStream().ReadAsync(new byte[1]).AsTask().Within("the end");
        }
        catch (IOException error) when (error.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            return 0;
        }
    }

    private static byte[] Padded(int size)
    {
        var padding = size - Question.Length - 4;
        return [.. Question[..^2], .. Word(padding + 4), 0, 12, .. Word(padding), .. new byte[padding]];
    }

    private static byte[] Framed(byte[] message) => [.. Word(message.Length), .. message];

    private static byte[] Word(int value) => [(byte)(value >> 8), (byte)value];
}
