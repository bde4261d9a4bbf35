using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EgressPipeline.TestKit;

/// <summary>
/// One side of a TCP (or TLS) connection under the test's full control: what is sent, in which pieces, when it ends
/// and how. Everything that arrives is kept. Reads are bounded by <see cref="Deadline.Default"/>; one reader at a time.
/// </summary>
public sealed class RawConnection : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly byte[] _block = new byte[64 * 1024];
    private readonly MemoryStream _received = new();
    private int _consumed;

    internal RawConnection(Socket socket, Stream stream)
    {
        socket.NoDelay = true;
        _socket = socket;
        Stream = stream;
        Local = (IPEndPoint)socket.LocalEndPoint!;
        Remote = (IPEndPoint)socket.RemoteEndPoint!;
    }

    /// <summary>The byte stream, for what this class does not offer. A TLS connection's is the decrypted one.</summary>
    public Stream Stream { get; }
    /// <summary>This end.</summary>
    public IPEndPoint Local { get; }
    /// <summary>The other end.</summary>
    public IPEndPoint Remote { get; }

    /// <summary>What the TLS handshake settled, or null on plain TCP.</summary>
    public TlsFacts? Tls { get; init; }

    /// <summary>Everything that has arrived so far.</summary>
    public byte[] Received => _received.ToArray();

    /// <summary>Everything that has arrived so far, as Latin-1.</summary>
    public string ReceivedText => Encoding.Latin1.GetString(_received.GetBuffer(), 0, (int)_received.Length);

    /// <summary>Sends text as Latin-1.</summary>
    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Sends bytes.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        using var limit = new CancellationTokenSource(Deadline.Default);
        await Stream.WriteAsync(bytes, limit.Token);
        await Stream.FlushAsync(limit.Token);
    }

    /// <summary>Sends the bytes as several segments of at most <paramref name="size"/> bytes, giving the reader a turn after each.</summary>
    public async Task SendInPiecesAsync(ReadOnlyMemory<byte> bytes, int size = 1)
    {
        for (var at = 0; at < bytes.Length; at += size)
        {
            await SendAsync(bytes.Slice(at, Math.Min(size, bytes.Length - at)));
            await Task.Yield();
        }
    }

    /// <inheritdoc cref="SendInPiecesAsync(ReadOnlyMemory{byte}, int)"/>
    public Task SendInPiecesAsync(string text, int size = 1) => SendInPiecesAsync(Encoding.Latin1.GetBytes(text), size);

    /// <summary>Sends FIN; reading goes on.</summary>
    public void ShutdownSend() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Ends the connection with RST, as a crashing peer does. Nothing happens when it has ended already.</summary>
    public void Reset()
    {
        if (_socket.SafeHandle.IsClosed)
            return;
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    /// <summary>Reads through the next blank line.</summary>
    /// <returns>Start line and fields, the blank line included.</returns>
    public Task<string> ReadHeadAsync() => ReadThroughAsync("\r\n\r\n");

    /// <summary>Reads through the next occurrence of the text and returns everything up to and with it.</summary>
    /// <exception cref="EndOfStreamException">The peer closed before it came; the message shows what did.</exception>
    public async Task<string> ReadThroughAsync(string end)
    {
        while (true)
        {
            var pending = Encoding.Latin1.GetString(_received.GetBuffer(), _consumed, (int)_received.Length - _consumed);
            var at = pending.IndexOf(end, StringComparison.Ordinal);
            if (at >= 0)
            {
                _consumed += at + end.Length;
                return pending[..(at + end.Length)];
            }
            if (!await FillAsync())
                throw new EndOfStreamException($"the peer closed before {end.Replace("\r\n", "\\r\\n", StringComparison.Ordinal)}; so far: {pending}");
        }
    }

    /// <summary>Reads so many bytes.</summary>
    /// <exception cref="EndOfStreamException">The peer closed before they came.</exception>
    public async Task<byte[]> ReadExactlyAsync(int count)
    {
        while (_received.Length - _consumed < count)
            if (!await FillAsync())
                throw new EndOfStreamException($"the peer closed after {_received.Length - _consumed} of {count} bytes");
        return Take(count);
    }

    /// <summary>Reads what comes until the peer closes in an orderly way or resets.</summary>
    public async Task<byte[]> ReadToEndAsync()
    {
        try
        {
            while (await FillAsync())
            {
            }
        }
        catch (IOException error) when (error.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            WasReset = true;
        }
        return Take((int)_received.Length - _consumed);
    }

    /// <summary>True when <see cref="ReadToEndAsync"/> ended by RST instead of FIN.</summary>
    public bool WasReset { get; private set; }

    /// <summary>Reads and counts, but keeps nothing: for bulk. Ends when the peer closes or after <paramref name="limit"/> bytes.</summary>
    public async Task<long> DrainAsync(long limit = long.MaxValue)
    {
        long count = _received.Length - _consumed;
        _consumed = (int)_received.Length;
        while (count < limit)
        {
            using var deadline = new CancellationTokenSource(Deadline.Default);
            var read = await Stream.ReadAsync(_block, deadline.Token);
            if (read == 0)
                break;
            count += read;
        }
        return count;
    }

    /// <summary>Reads one request with its body.</summary>
    /// <returns>Null when the peer closed instead of beginning another request.</returns>
    public async Task<RawMessage?> ReadRequestAsync()
    {
        if (_received.Length == _consumed && !await FillAsync())
            return null;
        var head = new RawMessage(await ReadHeadAsync(), [], "");
        return await ReadBodyAsync(head, closes: false);
    }

    /// <summary>Reads one response with its body; informational ones are returned like others, without a body.</summary>
    /// <param name="method">Method of the request: a response to HEAD has no body.</param>
    public async Task<RawMessage> ReadResponseAsync(string method = "GET")
    {
        var head = new RawMessage(await ReadHeadAsync(), [], "");
        var bare = head.Status is < 200 or 204 or 304 || method == "HEAD" || (method == "CONNECT" && head.Status is >= 200 and < 300);
        return bare ? head : await ReadBodyAsync(head, closes: true);
    }

    /// <summary>The same connection with another stream on top, such as TLS begun inside it.</summary>
    internal RawConnection Over(Stream stream, TlsFacts tls) => new(_socket, stream) { Tls = tls };

    private async Task<RawMessage> ReadBodyAsync(RawMessage head, bool closes)
    {
        if (head.HasToken("Transfer-Encoding", "chunked"))
            return await ReadChunkedAsync(head);
        if (head.Header("Content-Length") is { } length)
            return head with { Body = await ReadExactlyAsync(int.Parse(length, CultureInfo.InvariantCulture)) };
        return closes ? head with { Body = await ReadToEndAsync() } : head;
    }

    private async Task<RawMessage> ReadChunkedAsync(RawMessage head)
    {
        var body = new MemoryStream();
        while (true)
        {
            var line = await ReadThroughAsync("\r\n");
            var size = int.Parse(line.Split(';')[0].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size == 0)
                break;
            body.Write(await ReadExactlyAsync(size));
            await ReadExactlyAsync(2);
        }
        var trailers = new StringBuilder();
        for (var line = await ReadThroughAsync("\r\n"); line != "\r\n"; line = await ReadThroughAsync("\r\n"))
            trailers.Append(line);
        return head with { Body = body.ToArray(), Trailers = trailers.ToString() };
    }

    private byte[] Take(int count)
    {
        var taken = _received.GetBuffer().AsSpan(_consumed, count).ToArray();
        _consumed += count;
        return taken;
    }

    private async Task<bool> FillAsync()
    {
        using var limit = new CancellationTokenSource(Deadline.Default);
        try
        {
            var read = await Stream.ReadAsync(_block, limit.Token);
            _received.Write(_block, 0, read);
            return read > 0;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"nothing more arrived for {Deadline.Default.TotalSeconds:0} s; so far: {ReceivedText}");
        }
    }

    /// <summary>Closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await Stream.DisposeAsync();
        }
        catch (IOException)
        {
            // The peer is already gone; there is nothing left to end.
        }
        _socket.Dispose();
    }
}
