using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;

namespace EgressPipeline.TestKit;

/// <summary>
/// A small, honest HTTP/1.1 server with keep-alive, plain or TLS, that remembers every request. What it answers is
/// chosen by path:
/// <c>/status/503</c>, <c>/delay/200</c> (ms), <c>/bytes/1000</c>, <c>/chunked/3</c> (chunks, then a trailer),
/// <c>/echo</c> (the request body), <c>/head</c> (the request head), <c>/close</c> (answers and closes),
/// <c>/reset</c> (resets instead of answering); anything else gets 200 and the server's name.
/// </summary>
public sealed class SimpleHttpServer : IAsyncDisposable
{
    private readonly string _name;
    private readonly RawServer _server;
    private readonly ConcurrentQueue<RecordedRequest> _requests = new();
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _connection;

    private SimpleHttpServer(string name, TlsSettings? tls, IPAddress? address, int port)
    {
        _name = name;
        _server = RawServer.Start(ServeAsync, tls, address, port);
    }

    /// <summary>Starts listening.</summary>
    /// <param name="name">What it calls itself in its answers.</param>
    /// <param name="tls">Null = plain.</param>
    /// <param name="address">Null = 127.0.0.1.</param>
    /// <param name="port">0 = any free one. Another one must be free.</param>
    public static SimpleHttpServer Start(string name = "upstream", TlsSettings? tls = null, IPAddress? address = null, int port = 0) => new(name, tls, address, port);

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint => _server.EndPoint;
    /// <summary>The port it listens on.</summary>
    public int Port => _server.Port;

    /// <summary>TCP connections accepted so far.</summary>
    public int Connections => _server.Connections;

    /// <summary>Every request so far, in the order of arrival.</summary>
    public IReadOnlyCollection<RecordedRequest> Requests => _requests;

    /// <summary>What handshakes and clients that left early threw.</summary>
    public IReadOnlyCollection<Exception> Failures => _server.Failures;

    /// <summary>Overrides the answer; null from it = answer by path. Called once a request, before the answer.</summary>
    public Func<RecordedRequest, SimpleResponse?>? Respond { get; set; }

    /// <summary>Refuses connections from now on and resets those that are open.</summary>
    public void Stop() => _server.Stop();

    /// <summary>Stops listening and resets what is open.</summary>
    public ValueTask DisposeAsync()
    {
        _disposed.TrySetResult();
        return _server.DisposeAsync();
    }

    private async Task ServeAsync(RawConnection connection)
    {
        var number = Interlocked.Increment(ref _connection);
        while (await ReadAsync(connection) is { } message)
        {
            var request = new RecordedRequest(message, number, connection.Tls);
            _requests.Enqueue(request);
            if (!await AnswerAsync(connection, request) || message.HasToken("Connection", "close"))
                return;
        }
    }

    private static async Task<RawMessage?> ReadAsync(RawConnection connection)
    {
        try
        {
            return await connection.ReadRequestAsync();
        }
        catch (TimeoutException)
        {
            return null; // an idle keep-alive connection is closed, as servers do
        }
    }

    /// <returns>False when the connection is at its end.</returns>
    private async Task<bool> AnswerAsync(RawConnection connection, RecordedRequest request)
    {
        var message = request.Message;
        if (Respond?.Invoke(request) is { } chosen)
            return await SendAsync(connection, message, chosen);
        var path = PathOf(message.Target);
        var parts = path.Split('/');
        var argument = parts.Length > 2 && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        switch (parts[1])
        {
            case "status":
                return await SendAsync(connection, message, new SimpleResponse(argument, $"status {argument}\n"));
            case "delay":
                await Task.WhenAny(Task.Delay(argument), _disposed.Task);
                return await SendAsync(connection, message, new SimpleResponse(200, "late\n"));
            case "bytes":
                return await SendAsync(connection, message, new SimpleResponse(200, new string('b', argument)));
            case "chunked":
                return await SendChunkedAsync(connection, argument);
            case "echo":
                return await SendAsync(connection, message, new SimpleResponse(200, Encoding.Latin1.GetString(message.Body)));
            case "head":
                return await SendAsync(connection, message, new SimpleResponse(200, message.Head));
            case "close":
                await SendAsync(connection, message, new SimpleResponse(200, "last\n", "Connection: close\r\n"));
                return false;
            case "reset":
                connection.Reset();
                return false;
            default:
                return await SendAsync(connection, message, new SimpleResponse(200, $"hello from {_name}\n"));
        }
    }

    private static async Task<bool> SendAsync(RawConnection connection, RawMessage request, SimpleResponse response)
    {
        var bare = response.Status is 204 or 304;
        var length = bare ? "" : $"Content-Length: {response.Body.Length}\r\n";
        var body = bare || request.Method == "HEAD" ? "" : response.Body;
        await connection.SendAsync($"HTTP/1.1 {response.Status} Status\r\n{length}{response.Fields}\r\n{body}");
        return true;
    }

    private static async Task<bool> SendChunkedAsync(RawConnection connection, int chunks)
    {
        await connection.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: x-chunks\r\n\r\n");
        for (var i = 0; i < chunks; i++)
            await connection.SendAsync($"7;n={i}\r\nchunk {i % 10}\r\n");
        await connection.SendAsync($"0\r\nx-chunks: {chunks}\r\n\r\n");
        return true;
    }

    private static string PathOf(string target)
    {
        var path = target.StartsWith('/') ? target : Uri.TryCreate(target, UriKind.Absolute, out var uri) ? uri.AbsolutePath : "/";
        return path.Split('?')[0];
    }
}
