using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace EgressPipeline.Transport;

/// <summary>Makes Kestrel listen with this transport: register it as the <see cref="IConnectionListenerFactory"/>.</summary>
internal sealed class SocketTransportFactory(TransportOptions options) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    public bool CanBind(EndPoint endpoint) => endpoint is IPEndPoint or UnixDomainSocketEndPoint;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new ValueTask<IConnectionListener>(new SocketListener(ListenSocket.Bind(endpoint, options), options));
    }
}
