using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using EgressPipeline.TestKit;
using EgressPipeline.TestSupport.Dns;

namespace EgressPipeline.EndToEnd.Tests.Dns;

public sealed class DnsProxyTests
{
    private const string Services = """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: { name: api, namespace: default }
        spec:
          hosts: [api.example.com, "*.wild.example.com"]
          ports: [{ number: 443, name: tls, protocol: TLS }]
          resolution: NONE
        ---
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: { name: db, namespace: default }
        spec:
          hosts: [db.example.com]
          ports: [{ number: 5432, name: tcp, protocol: TCP }]
          resolution: DNS
        ---
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: { name: other, namespace: default }
        spec:
          hosts: [other-db.example.com]
          ports: [{ number: 5432, name: tcp, protocol: TCP }]
          resolution: DNS

        """;

    [Fact]
    public async Task Dig_OverUdpAndTcp_GetsVirtualAddressesThatExplainShowsAndARestartKeeps()
    {
        Assert.SkipUnless(Dig.Exists, Dig.Absent);
        using var server = DnsServer.Start();
        string[] first;
        await using (var scene = await StartAsync(server))
        {
            first = await Dig.AddressesAsync(scene.Egress.Dns, "db.example.com");
            Assert.StartsWith("240.240.", Assert.Single(first), StringComparison.Ordinal);
            Assert.Equal(first, await Dig.AddressesAsync(scene.Egress.Dns, "db.example.com", "+tcp"));
            Assert.StartsWith("2001:2::f0f0:", Assert.Single(await Dig.AddressesAsync(scene.Egress.Dns, "db.example.com", "AAAA")), StringComparison.Ordinal);
            var explained = await EgressProcess.RunVerbAsync("explain", "--policies", scene.Folder.File("policies"), "--tcp", first[0] + ":5432");
            Assert.Contains("declared: db.example.com:5432 TCP", explained.Output, StringComparison.Ordinal);
            Assert.Contains("virtual address: " + first[0], explained.Output, StringComparison.Ordinal);
            Assert.Contains("\"dns_outcome\":\"virtual\"", await scene.RecordAsync("\"dns_name\":\"db.example.com\""), StringComparison.Ordinal);
            Assert.Equal(3, await scene.MetricAsync("egress_dns_queries_total{outcome=\"virtual\"}"));
        }
        await using var again = await StartAsync(server);
        Assert.Equal(first, await Dig.AddressesAsync(again.Egress.Dns, "db.example.com"));
    }

    [Fact]
    public async Task Dig_NameWithFortyAddresses_GetsThemAll()
    {
        Assert.SkipUnless(Dig.Exists, Dig.Absent);
        using var server = DnsServer.Start();
        string[] addresses = [.. Enumerable.Range(1, 40).Select(i => $"93.184.216.{i}").Order(StringComparer.Ordinal)];
        server.Set("many.wild.example.com", 60, addresses);
        await using var scene = await StartAsync(server);
        Assert.Equal(addresses, await Dig.AddressesAsync(scene.Egress.Dns, "many.wild.example.com"));
        Assert.Equal(addresses, await Dig.AddressesAsync(scene.Egress.Dns, "many.wild.example.com", "+tcp"));
        // Without EDNS they do not fit: dig sees the bit and asks again over TCP.
        Assert.Equal(addresses, await Dig.AddressesAsync(scene.Egress.Dns, "many.wild.example.com", "+noedns"));
        var cut = await Dig.AskAsync(scene.Egress.Dns, "many.wild.example.com", "+noedns", "+ignore");
        Assert.Contains("flags: qr tc", cut.Output, StringComparison.Ordinal);
        Assert.Equal(1, server.Questions);
    }

    [Fact]
    public async Task Dig_UndeclaredName_IsToldWhy()
    {
        Assert.SkipUnless(Dig.Exists, Dig.Absent);
        using var server = DnsServer.Start();
        await using var scene = await StartAsync(server, "--dns-refusal", "refused");
        var answer = await Dig.AskAsync(scene.Egress.Dns, "nobody.example.com");
        Assert.Contains("status: REFUSED", answer.Output, StringComparison.Ordinal);
        Assert.Contains("no ServiceEntry declares this name", answer.Output, StringComparison.Ordinal);
        Assert.Equal(0, server.Questions);
    }

    [Fact]
    public async Task Dig_FirstResolverIsDead_IsAnsweredByTheNext()
    {
        Assert.SkipUnless(Dig.Exists, Dig.Absent);
        var dead = DnsServer.Start();
        using var alive = DnsServer.Start();
        dead.Set("api.example.com", 1, "93.184.216.1");
        alive.Set("api.example.com", 1, "93.184.216.2");
        await using var scene = await StartAsync(dead, "--dns-servers", alive.EndPoint.ToString(), "--dns-cache", "0");
        Assert.Equal(["93.184.216.1"], await Dig.AddressesAsync(scene.Egress.Dns, "api.example.com"));
        dead.Dispose();
        Assert.Equal(["93.184.216.2"], await Dig.AddressesAsync(scene.Egress.Dns, "api.example.com"));
        Assert.Equal(1, await scene.MetricAsync("egress_dns_upstream_total{result=\"unreachable\"}"));
    }

    [Fact]
    public async Task HostilePackets_AreSurvived()
    {
        using var server = DnsServer.Start();
        await using var scene = await StartAsync(server, "--access-log", "off");
        var random = new Random(7);
        using var socket = new UdpClient();
        socket.Connect(scene.Egress.Dns);
        var good = Query("db.example.com");
        for (var i = 0; i < 3_000; i++)
        {
            var bytes = i % 2 == 0 ? new byte[random.Next(0, 600)] : (byte[])good.Clone();
            if (i % 2 == 0)
                random.NextBytes(bytes);
            else
                for (var changes = random.Next(1, 5); changes > 0; changes--)
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            await socket.SendAsync(bytes);
        }
        using var asker = new UdpClient();
        asker.Connect(scene.Egress.Dns);
        var received = asker.ReceiveAsync();
        // The flood may have filled the socket's buffer, so the question is asked until it comes through.
        await Deadline.UntilAsync(async () => await asker.SendAsync(good) > 0 && received.IsCompleted, "an answer after the flood");
        Assert.True((await received).Buffer.Length > good.Length);
    }

    [Fact]
    public async Task Tcp_PipelinedQuestions_AreEachAnsweredAndTheConnectionEndsCleanly()
    {
        using var server = DnsServer.Start();
        server.Set("api.example.com", 60, "93.184.216.1");
        await using var scene = await StartAsync(server);
        using var client = new TcpClient();
        await client.ConnectAsync(scene.Egress.Dns);
        var stream = client.GetStream();
        // One that must be asked for, then those that are known: all in one write, byte boundaries where they may.
        var all = new List<byte>();
        for (var i = 0; i < 20; i++)
            all.AddRange(Framed(Query(i == 0 ? "api.example.com" : "db.example.com", (ushort)i)));
        foreach (var piece in all.Chunk(7))
            await stream.WriteAsync(piece);
        client.Client.Shutdown(SocketShutdown.Send);
        var ids = new List<ushort>();
        for (var i = 0; i < 20; i++)
        {
            var length = new byte[2];
            await stream.ReadExactlyAsync(length).AsTask().Within("a length");
            var message = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
            await stream.ReadExactlyAsync(message).AsTask().Within("a message");
            ids.Add(BinaryPrimitives.ReadUInt16BigEndian(message));
        }
        Assert.Equal(Enumerable.Range(0, 20).Select(i => (ushort)i), ids.Order());
        Assert.Equal(0, await stream.ReadAsync(new byte[1]).AsTask().Within("the end"));
    }

    [Theory, InlineData(new byte[] { 0, 0 }), InlineData(new byte[] { 0xFF, 0xFF, 1 }), InlineData(new byte[] { 0, 3, 1, 2, 3 })]
    public async Task Tcp_WhatIsNoQuestion_EndsTheConnectionOrIsIgnored(byte[] bytes)
    {
        using var server = DnsServer.Start();
        await using var scene = await StartAsync(server);
        using var client = new TcpClient();
        await client.ConnectAsync(scene.Egress.Dns);
        var stream = client.GetStream();
        await stream.WriteAsync(bytes);
        client.Client.Shutdown(SocketShutdown.Send);
        Assert.Equal(0, await stream.ReadAsync(new byte[1]).AsTask().Within("the end"));
    }

    [Fact]
    public async Task Reload_NewService_IsAnsweredFromThenOn()
    {
        Assert.SkipUnless(Dig.Exists, Dig.Absent);
        using var server = DnsServer.Start();
        await using var scene = await StartAsync(server);
        Assert.Empty(await Dig.AddressesAsync(scene.Egress.Dns, "new.example.com"));
        var before = await Dig.AddressesAsync(scene.Egress.Dns, "db.example.com");
        scene.Rewrite(Services.Replace("other-db", "new", StringComparison.Ordinal));
        scene.Egress.Hangup();
        await Deadline.UntilAsync(async () => (await Dig.AddressesAsync(scene.Egress.Dns, "new.example.com")).Length == 1, "the new service's address");
        Assert.Equal(before, await Dig.AddressesAsync(scene.Egress.Dns, "db.example.com"));
    }

    private static Task<Scene> StartAsync(DnsServer server, params string[] arguments) =>
        Scene.StartAsync(Services, ["--dns", "127.0.0.1:0", "--dns-servers", server.EndPoint.ToString(), .. arguments]);

    private static byte[] Query(string host, ushort id = 1) =>
        [(byte)(id >> 8), (byte)id, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. host.Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]), 0, 0, 1, 0, 1];

    private static byte[] Framed(byte[] message) => [(byte)(message.Length >> 8), (byte)message.Length, .. message];
}
