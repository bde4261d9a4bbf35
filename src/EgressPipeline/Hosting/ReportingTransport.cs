using System.Net;
using Microsoft.AspNetCore.Connections;

namespace EgressPipeline.Hosting;

/// <summary>
/// Tells each address as it is bound, before the first connection is accepted there; and remembers where a bind failed,
/// since the server's exception does not name it as data.
/// </summary>
internal sealed class ReportingTransport(IConnectionListenerFactory inner, Action<IPEndPoint> bound) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    /// <summary>The address that could not be bound and why, or null.</summary>
    public (EndPoint Address, Exception Cause)? Failure { get; private set; }

    public bool CanBind(EndPoint endpoint) => (inner as IConnectionListenerFactorySelector)?.CanBind(endpoint) ?? true;

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        try
        {
            var listener = await inner.BindAsync(endpoint, cancellationToken);
            bound((IPEndPoint)listener.EndPoint);
            return listener;
        }
        catch (Exception e)
        {
            Failure = (endpoint, e);
            throw;
        }
    }
}
