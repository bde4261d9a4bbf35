using System.Net;
using System.Net.Sockets;
using System.Text;
using EgressPipeline.Hosting;

namespace EgressPipeline.Tests.Http1;

/// <summary>
/// The promise that a routed keep-alive request allocates nothing, measured over the whole process: client and service
/// here are blocking threads on plain sockets that allocate nothing themselves.
/// </summary>
[Collection(nameof(AloneCollection))]
public sealed class KeepAliveAllocationTests
{
    private const int WarmUp = 5_000;
    private const int Measured = 20_000;
    private const int Attempts = 5;

    [Fact]
    public async Task KeepAliveRequest_RoutedAndAuthorized_AllocatesNothing()
    {
        using var service = new BlockingService("HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-type: text/plain\r\n\r\nhello"u8.ToArray());
        using var folder = new TestKit.TempFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "api.yaml"), Policies(service.Port));
        var started = await Sidecar.StartAsync(Options(folder.Path), new SidecarOutputs(Stream.Null, TextWriter.Null, TimeProvider.System), CancellationToken.None);
        Assert.Empty(started.Problems);
        await using var sidecar = started.Sidecar!;
        using var client = new BlockingClient(sidecar.Proxy!);
        client.Call(WarmUp);

        // Tiered compilation and the runtime's own threads allocate now and then: the best of a few rounds is ours.
        var best = long.MaxValue;
        for (var attempt = 0; attempt < Attempts && best > 0; attempt++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            client.Call(Measured);
            best = Math.Min(best, GC.GetTotalAllocatedBytes(precise: true) - before);
        }
        Assert.True(best < Measured, $"{(double)best / Measured:F2} bytes per request");
    }

    private static SidecarOptions Options(string policies) => new()
    {
        Policies = [policies],
        Proxy = new IPEndPoint(IPAddress.Loopback, 0),
        Outbound = null,
        Admin = null,
        Metrics = null,
        AccessLog = AccessLogMode.Json,
    };

    private static string Policies(int port) => $$"""
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: { name: api, namespace: default }
        spec:
          hosts: [api.example.com]
          ports: [{ number: 80, name: http, protocol: HTTP, targetPort: {{port}} }]
          resolution: STATIC
          endpoints: [{ address: 127.0.0.1 }]
        ---
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: { name: api, namespace: default }
        spec:
          hosts: [api.example.com]
          http:
          - match: [{ uri: { prefix: /v1 }, method: { exact: GET } }]
            route: [{ destination: { host: api.example.com, port: { number: 80 } } }]
            timeout: 5s
        ---
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: { name: api, namespace: default }
        spec:
          action: ALLOW
          rules: [{ to: [{ operation: { methods: [GET], paths: [/v1/*], hosts: [api.example.com] } }] }]
        """;

    /// <summary>Answers every request head with the same bytes, one thread a connection.</summary>
    private sealed class BlockingService : IDisposable
    {
        private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        private readonly byte[] _answer;

        public BlockingService(byte[] answer)
        {
            _answer = answer;
            _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _listener.Listen();
            new Thread(Accept) { IsBackground = true }.Start();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

        public void Dispose() => _listener.Dispose();

        private void Accept()
        {
            try
            {
                while (true)
                {
                    var connection = _listener.Accept();
                    new Thread(() => Serve(connection)) { IsBackground = true }.Start();
                }
            }
            catch (SocketException)
            {
                // The test is over.
            }
            catch (ObjectDisposedException)
            {
                // Likewise.
            }
        }

        private void Serve(Socket connection)
        {
            connection.NoDelay = true;
            var buffer = new byte[4096];
            var filled = 0;
            while (true)
            {
                var read = connection.Receive(buffer.AsSpan(filled), SocketFlags.None, out var error);
                if (read <= 0 || error != SocketError.Success)
                    return;
                filled += read;
                if (!buffer.AsSpan(0, filled).EndsWith("\r\n\r\n"u8))
                    continue;
                filled = 0;
                connection.Send(_answer, SocketFlags.None, out _);
            }
        }
    }

    /// <summary>Sends the same request and reads the whole answer, again and again.</summary>
    private sealed class BlockingClient : IDisposable
    {
        private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        private readonly byte[] _request = Encoding.ASCII.GetBytes("GET http://api.example.com/v1/items?id=1 HTTP/1.1\r\nHost: api.example.com\r\nUser-Agent: test\r\nAccept: */*\r\n\r\n");
        private readonly byte[] _buffer = new byte[4096];

        public BlockingClient(IPEndPoint proxy) => _socket.Connect(proxy);

        public void Call(int times)
        {
            for (var i = 0; i < times; i++)
            {
                _socket.Send(_request, SocketFlags.None, out _);
                var filled = 0;
                while (!_buffer.AsSpan(0, filled).EndsWith("\r\n\r\nhello"u8))
                {
                    var read = _socket.Receive(_buffer.AsSpan(filled), SocketFlags.None, out var error);
                    if (read <= 0 || error != SocketError.Success)
                        throw new InvalidOperationException($"the connection ended after {i} answers: {Encoding.ASCII.GetString(_buffer, 0, filled)}");
                    filled += read;
                }
            }
        }

        public void Dispose() => _socket.Dispose();
    }
}
