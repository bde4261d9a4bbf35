using System.Globalization;
using System.Net;
using System.Text;
using EgressPipeline.Hosting;

namespace EgressPipeline.TestKit;

/// <summary>
/// A real sidecar in the test's own process, on free ports of loopback, between the test as the application and a scripted server as the
/// service. Made by <see cref="SidecarSetup"/>. Safe for concurrent use.
/// </summary>
public sealed class TestSidecar : IAsyncDisposable
{
    /// <summary>The service that is declared, plain HTTP on port 80.</summary>
    public const string Host = "api.example.com";

    private readonly SidecarRun _run;
    private readonly Sidecar _sidecar;

    internal TestSidecar(SidecarRun run, Sidecar sidecar, IReadOnlyList<string> warnings) => (_run, _sidecar, Warnings) = (run, sidecar, warnings);

    /// <summary>The service: what arrived at it, and what it answers.</summary>
    public SimpleHttpServer Service => _run.Service;

    /// <summary>What the sidecar found worth a warning when it started.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>The operational log so far, as an operator sees it.</summary>
    public string Log => _run.Log;

    /// <summary>The explicit proxy.</summary>
    public IPEndPoint Proxy => _sidecar.Proxy!;

    /// <summary>The transparent listener, called directly: TLS is judged by its server name, HTTP by its Host.</summary>
    public IPEndPoint Outbound => _sidecar.Outbound!;

    /// <summary>A GET of the service through the proxy, on a connection of its own.</summary>
    /// <param name="path">Path and query.</param>
    /// <param name="fields">Further header lines, each with its CRLF.</param>
    public Task<RawMessage> GetAsync(string path = "/", string fields = "") => RawClient.GetThroughAsync(Proxy, $"http://{Host}{path}", fields);

    /// <summary>Any request through the proxy, byte for byte, on a connection of its own.</summary>
    /// <param name="request">With every CRLF; the target is absolute (<c>GET http://api.example.com/ HTTP/1.1</c>).</param>
    public Task<RawMessage> SendAsync(string request) => RawClient.RequestAsync(Proxy, request);

    /// <summary>A POST of the service whose body is sent chunked, each piece as a chunk and a write of its own.</summary>
    /// <param name="path">Path and query.</param>
    /// <param name="pieces">See <see cref="BodyCuts"/>. Neighbours may still arrive together: <see cref="PhaseDriver"/> cuts at exact places.</param>
    public async Task<RawMessage> PostAsync(string path, params byte[][] pieces)
    {
        await using var connection = await ConnectAsync();
        await connection.SendAsync($"POST http://{Host}{path} HTTP/1.1\r\nHost: {Host}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
        try
        {
            foreach (var piece in pieces.Where(piece => piece.Length > 0))
                await connection.SendAsync((byte[])[.. Encoding.ASCII.GetBytes(piece.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n"), .. piece, .. "\r\n"u8]);
            await connection.SendAsync("0\r\n\r\n");
        }
        catch (IOException)
        {
            // Refused while it was being sent: the answer is there.
        }
        return await connection.ReadResponseAsync("POST");
    }

    /// <summary>A POST of the service with Content-Length.</summary>
    /// <param name="path">Path and query.</param>
    /// <param name="body">Body, sent as UTF-8.</param>
    /// <param name="fields">Further header lines, each with its CRLF.</param>
    public Task<RawMessage> PostAsync(string path, string body, string fields = "") => SendAsync(
        $"POST http://{Host}{path} HTTP/1.1\r\nHost: {Host}\r\n{fields}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n"
        + Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(body)));

    /// <summary>Opens a connection to the proxy, for requests one after another, tunnels, and whatever else an application does.</summary>
    public Task<RawConnection> ConnectAsync() => RawClient.ConnectAsync(Proxy);

    /// <summary>The decision record of the next call that is over, in the order in which calls end; each is handed out once.</summary>
    /// <exception cref="TimeoutException">There was none within <see cref="Deadline.Default"/>.</exception>
    public Task<CallRecord> RecordAsync() => _run.Records.NextAsync();

    /// <summary>The sum of a metric's series that carry all the labels; 0 when there are none.</summary>
    /// <param name="name">As exported: <c>egress_filter_stamp_stamped_total</c>.</param>
    /// <param name="labels">Each as <c>name="value"</c>.</param>
    public async Task<double> MetricAsync(string name, params string[] labels)
    {
        var metrics = _sidecar.Metrics!;
        var page = await RawClient.RequestAsync(metrics, $"GET /metrics HTTP/1.1\r\nHost: {metrics}\r\nConnection: close\r\n\r\n");
        return page.Text.Split('\n')
            .Where(line => (line.StartsWith(name + " ", StringComparison.Ordinal) || line.StartsWith(name + "{", StringComparison.Ordinal)) && labels.All(label => line.Contains(label, StringComparison.Ordinal)))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    /// <summary>Ends the sidecar and the service at once.</summary>
    public async ValueTask DisposeAsync()
    {
        await _sidecar.DisposeAsync();
        await _run.DisposeAsync();
    }
}
