using System.IO.Pipelines;
using System.Net;

namespace EgressPipeline.Transport;

/// <summary>What requests are read from and answered to, one after the other: a connection, or a stream of one that carries many.</summary>
internal interface IClientChannel
{
    /// <summary>Requests in, answers out.</summary>
    IDuplexPipe Transport { get; }

    /// <summary>The connection that carries it.</summary>
    SocketConnection Connection { get; }

    EndPoint? LocalEndPoint { get; }

    EndPoint? RemoteEndPoint { get; }

    /// <summary>True for a stream of an HTTP/2 connection, which looks after its own idle time.</summary>
    bool IsStream { get; }

    /// <summary>See <see cref="SocketConnection.StartReadAhead"/>.</summary>
    void StartReadAhead();

    /// <summary>See <see cref="SocketConnection.OnPeerClosed(Action{object}, object)"/>.</summary>
    void OnPeerClosed(Action<object?>? callback, object? state);

    /// <summary>Ends it at once, so that the peer sees that it is no orderly end. From any thread.</summary>
    void Abort();
}
