using System.Net;

namespace EgressPipeline;

/// <summary>
/// One request on its way out, as a filter sees it, whatever the protocol below.
/// </summary>
/// <remarks>
/// A handle, valid while the phase that got it runs; any use after that throws <see cref="FilterContractException"/>, so that no
/// filter can see or change another request. Spans point into buffers of the connection: they are valid until the next change of
/// the same head and never after the phase. Not thread-safe.
/// </remarks>
public readonly struct EgressRequest
{
    private readonly EgressExchange _exchange;
    private readonly int _epoch;
    private readonly int _slot;

    internal EgressRequest(EgressExchange exchange, int epoch, int slot)
    {
        _exchange = exchange;
        _epoch = epoch;
        _slot = slot;
    }

    /// <summary>The method as sent, for example <c>GET</c>.</summary>
    public ReadOnlySpan<byte> Method => Exchange.Method;

    /// <summary>The scheme the application used: <c>http</c> or <c>https</c>.</summary>
    public ReadOnlySpan<byte> Scheme => Exchange.Scheme;

    /// <summary>The called host: lower-case, without port.</summary>
    public ReadOnlySpan<byte> Host => Exchange.Host;

    /// <summary>The called port.</summary>
    public int Port => Exchange.Port;

    /// <summary>The path as it will be sent, without the query.</summary>
    public ReadOnlySpan<byte> Path => Exchange.Path;

    /// <summary>The query as it will be sent, without its question mark; empty when there is none.</summary>
    public ReadOnlySpan<byte> Query => Exchange.Query;

    /// <summary>Headers of the request. Changes after the head was sent are refused.</summary>
    public EgressHeaders Headers
    {
        get
        {
            _exchange.Check(_epoch, _slot);
            return new EgressHeaders(_exchange, _epoch, _slot, ofResponse: false);
        }
    }

    /// <summary>Status of the response, or 0 while there is none.</summary>
    public int ResponseStatus => Exchange.ResponseStatus;

    /// <summary>Headers of the response; empty while there is none.</summary>
    public EgressHeaders ResponseHeaders
    {
        get
        {
            _exchange.Check(_epoch, _slot);
            return new EgressHeaders(_exchange, _epoch, _slot, ofResponse: true);
        }
    }

    /// <summary>SPIFFE id of the caller without its scheme; empty when unknown.</summary>
    public string Principal => Exchange.Principal;

    /// <summary>The application's end of the connection, or null when unknown.</summary>
    public IPEndPoint? Source => Exchange.Source;

    /// <summary>The declared service, <c>namespace/name</c> of its ServiceEntry; empty before the registry and for an undeclared one.</summary>
    public string Service => Exchange.Service;

    /// <summary>Name of the cluster the call goes to (<c>outbound|443||api.example.com</c>); empty before routing.</summary>
    public string Cluster => Exchange.Cluster;

    /// <summary>Name of the route that applies; empty before routing and for a service's default route.</summary>
    public string Route => Exchange.Route;

    /// <summary>
    /// True when the service is called over TLS and its certificate verified, so that a secret may be sent; false for plain text, for TLS whose
    /// verification is switched off, and before routing.
    /// </summary>
    public bool IsUpstreamSecure => Exchange.IsUpstreamSecure;

    /// <summary>Attempts made so far.</summary>
    public int Attempts => Exchange.Attempts;

    /// <summary>Why the request failed, or <see cref="EgressError.None"/>.</summary>
    public EgressError Error => Exchange.Error;

    /// <summary>Bytes of the request body so far.</summary>
    public long RequestBytes => Exchange.RequestBytes;

    /// <summary>Bytes of the response body so far.</summary>
    public long ResponseBytes => Exchange.ResponseBytes;

    /// <summary>Time since the head of the request was complete.</summary>
    public TimeSpan Elapsed => Exchange.Elapsed;

    /// <summary>
    /// This filter's memory of this request: the same object in all of its phases, as good as new for the next request.
    /// Allocates only the first time on a connection.
    /// </summary>
    /// <typeparam name="T">One type per filter.</typeparam>
    public T State<T>() where T : class, IFilterState, new() => Exchange.State<T>();

    /// <summary>
    /// Replaces path and query of what is sent; what was judged and is logged stays. Only before the head is sent; needs
    /// <see cref="FilterCapabilities.ChangesHeaders"/>.
    /// </summary>
    /// <param name="pathAndQuery">Starts with a slash; printable ASCII without space and number sign.</param>
    /// <exception cref="FilterContractException">The target is not valid, or it is too late.</exception>
    public void SetTarget(ReadOnlySpan<byte> pathAndQuery)
    {
        var exchange = Exchange;
        exchange.Demand(FilterCapabilities.ChangesHeaders);
        if (pathAndQuery.IsEmpty || pathAndQuery[0] != '/' || pathAndQuery.ContainsAnyExceptInRange((byte)'!', (byte)'~') || pathAndQuery.Contains((byte)'#') || !exchange.TrySetTarget(pathAndQuery))
            throw new FilterContractException(FilterFault.IllegalHeader, "the target must start with a slash, be printable ASCII without spaces, and be set before the head is sent");
    }

    internal EgressExchange Exchange
    {
        get
        {
            _exchange.Check(_epoch, _slot);
            return _exchange;
        }
    }
}
