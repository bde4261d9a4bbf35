using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks.Sources;

namespace EgressPipeline.Transport;

/// <summary>
/// Lets the event loop serve others before the caller goes on, on a loop thread again. A flow whose peers are as fast
/// as the memory never waits and would keep the loop for itself; going to the thread pool instead costs up to half as
/// much again, because the loop is then woken for every segment that another thread is already reading.
/// </summary>
/// <remarks>
/// A datagram socket connected to itself: the byte sent to it queues behind what is ready already. Sockets are made
/// when first needed and reused; there are as many as flows that ever waited for their turn at once.
/// </remarks>
[SuppressMessage("Reliability", "CA1001", Justification = "instances live as long as the process, see Free")]
internal sealed class LoopTurn : IValueTaskSource, ISocketOperationOwner
{
    private static readonly ConcurrentStack<LoopTurn> Free = new();
    private static readonly byte[] Ping = [1];

    private readonly Socket _socket;
    private readonly SocketOperation _operation;
    private readonly byte[] _received = new byte[1];
    private InlineWaiter _waiter;
    private bool _isBroken;

    private LoopTurn(Socket socket)
    {
        _socket = socket;
        _operation = SocketOperation.Rent(this);
    }

    /// <summary>Completes on the event loop after what is ready now was served.</summary>
    public static ValueTask YieldAsync()
    {
        if (!Free.TryPop(out var turn) && !TryCreate(out turn))
            return ViaThreadPoolAsync();
        return turn.WaitAsync();
    }

    void ISocketOperationOwner.OnOperationCompleted(SocketOperation operation) => _waiter.Signal();

    void IValueTaskSource.GetResult(short token)
    {
        _waiter.Check(token);
        if (!_isBroken)
            Free.Push(this);
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _waiter.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _waiter.OnCompleted(continuation, state, token);

    private static bool TryCreate([NotNullWhen(true)] out LoopTurn? turn)
    {
        turn = null;
        try
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            socket.Connect(socket.LocalEndPoint!);
            turn = new LoopTurn(socket);
            return true;
        }
        catch (SocketException)
        {
            return false; // no descriptor left, or no loopback: fairness then costs a thread hop
        }
    }

    private static async ValueTask ViaThreadPoolAsync() => await Task.Yield();

    private ValueTask WaitAsync()
    {
        _waiter.Reset();
        if (!_operation.Receive(_socket, _received))
        {
            Free.Push(this);
            return ValueTask.CompletedTask;
        }
        _socket.Send(Ping, SocketFlags.None, out var error);
        if (error != SocketError.Success)
        {
            _isBroken = true;
            _socket.Dispose(); // ends the receive, and with it the wait
        }
        return new ValueTask(this, _waiter.Version);
    }
}
