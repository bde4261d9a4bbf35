using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Governance;

/// <summary>haproxy at the far side says whom it took for the caller.</summary>
public sealed class ProxyProtocolTests
{
    private const string Host = "api.example.com";
    private const string Program = "/usr/sbin/haproxy";

    [Theory]
    [InlineData("V1")]
    [InlineData("V2")]
    public async Task Haproxy_IsToldTheCallersAddress_ForEachCallOfAConnection(string version)
    {
        Assert.SkipUnless(File.Exists(Program), "haproxy is not installed");
        using var folder = new TempFolder();
        var port = FreePort();
        folder.Write("haproxy.cfg", $$"""
            defaults
              mode http
              timeout client 10s
              timeout connect 10s
              timeout server 10s
            frontend calls
              bind 127.0.0.1:{{port}} accept-proxy
              http-request return status 200 content-type text/plain lf-string "%[src]:%[src_port]"

            """);
        using var haproxy = Process.Start(new ProcessStartInfo(Program, ["-db", "-f", folder.File("haproxy.cfg")]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        try
        {
            await Deadline.UntilAsync(() => IsOpen(port), "haproxy listens");
            await using var scene = await Scene.StartAsync(PolicyText.Join(
                PolicyText.Service(Host, 80, "HTTP", new IPEndPoint(IPAddress.Loopback, port)),
                PolicyText.Destination(Host, $"trafficPolicy:\n  proxyProtocol: {{ version: {version} }}")));
            using var client = new TcpClient(AddressFamily.InterNetwork);
            await client.ConnectAsync(scene.Proxy);
            var own = client.Client.LocalEndPoint!.ToString();
            using var reader = new StreamReader(client.GetStream());
            for (var i = 0; i < 3; i++)
            {
                await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes($"GET http://{Host}/ HTTP/1.1\r\nHost: {Host}\r\n\r\n"));
                Assert.Equal(own, await BodyAsync(reader));
            }
        }
        finally
        {
            haproxy.Kill();
            await haproxy.WaitForExitAsync();
        }
    }

    private static async Task<string> BodyAsync(StreamReader reader)
    {
        var length = 0;
        for (var line = await reader.ReadLineAsync(); line is { Length: > 0 }; line = await reader.ReadLineAsync())
            if (line.StartsWith("content-length: ", StringComparison.OrdinalIgnoreCase))
                length = int.Parse(line[16..]);
        var body = new char[length];
        Assert.Equal(length, await reader.ReadBlockAsync(body));
        return new string(body);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool IsOpen(int port)
    {
        try
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
