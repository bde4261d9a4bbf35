using System.Net;
using System.Net.Sockets;
using EgressPipeline.Dns.Messages;

namespace EgressPipeline.Dns;

/// <summary>
/// Serves questions over UDP on a thread of its own: a receive, an answer, a send, without a hop or an allocation where the
/// answer is known. It does not share the event loops of connections, so a flood of questions does not hold up calls.
/// </summary>
internal sealed class UdpListener : IDisposable
{
    /// <summary>Questions of this listener that may wait for name servers at once.</summary>
    public const int MaxWaiting = 1024;

    /// <summary>Room for what arrives while the thread is not scheduled.</summary>
    private const int ReceiveBufferBytes = 1 << 20;

    private readonly Socket _socket;
    private readonly Resolver _resolver;
    private readonly Thread _thread;
    private readonly Stack<DnsExchange> _spare = [];
    private int _waiting;
    private volatile bool _closed;

    private UdpListener(Socket socket, Resolver resolver)
    {
        _socket = socket;
        _resolver = resolver;
        _thread = new Thread(Serve) { IsBackground = true, Name = "dns" };
    }

    public IPEndPoint Bound => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>Binds, beside other sockets of the same port that are bound so. <see cref="Start"/> begins to serve and ends the sharing.</summary>
    /// <exception cref="SocketException">The address cannot be bound.</exception>
    public static UdpListener Bind(IPEndPoint address, Resolver resolver)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (address.AddressFamily == AddressFamily.InterNetworkV6)
                socket.DualMode = false;
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.ReceiveBufferSize = ReceiveBufferBytes;
            socket.Bind(address);
            return new UdpListener(socket, resolver);
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    public void Start()
    {
        // Only this process's own sockets may share the port.
        _socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, false);
        _thread.Start();
    }

    /// <summary>Stops serving; questions that wait get no answer any more.</summary>
    public void Dispose()
    {
        _closed = true;
        _socket.Dispose();
        if (_thread.IsAlive)
            _thread.Join();
    }

    private void Serve()
    {
        var exchange = new DnsExchange(isTcp: false);
        var from = new SocketAddress(_socket.AddressFamily);
        while (!_closed)
        {
            try
            {
                exchange.Length = _socket.ReceiveFrom(exchange.Message, SocketFlags.None, from);
                var length = _resolver.TryAnswer(exchange);
                if (length == Resolver.Waits)
                    exchange = Forward(exchange, from);
                else if (length > 0)
                    _socket.SendTo(exchange.Output.AsSpan(0, length), SocketFlags.None, from);
            }
            catch (SocketException)
            {
                // An ICMP error of an earlier answer, or an asker that cannot be reached: not the next one's concern.
            }
            catch (ObjectDisposedException)
            {
                return;
            }
        }
    }

    // The exchange goes on by itself; the thread takes another one.
    private DnsExchange Forward(DnsExchange exchange, SocketAddress from)
    {
        if (Interlocked.Increment(ref _waiting) > MaxWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            _socket.SendTo(exchange.Output.AsSpan(0, _resolver.Overload(exchange)), SocketFlags.None, from);
            return exchange;
        }
        var asker = new SocketAddress(from.Family, from.Size);
        from.Buffer.CopyTo(asker.Buffer);
        _ = AnswerAsync(exchange, asker);
        lock (_spare)
            return _spare.TryPop(out var spare) ? spare : new DnsExchange(isTcp: false);
    }

    private async Task AnswerAsync(DnsExchange exchange, SocketAddress asker)
    {
        try
        {
            var length = await _resolver.AnswerAsync(exchange);
            await _socket.SendToAsync(exchange.Output.AsMemory(0, length), SocketFlags.None, asker);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The asker is gone, or this listener.
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
            lock (_spare)
                _spare.Push(exchange);
        }
    }
}
