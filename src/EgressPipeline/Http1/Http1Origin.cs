using System.Net;

namespace EgressPipeline.Http1;

/// <summary>How requests on a connection say where they want to go.</summary>
/// <param name="OriginalDestination">The address that was dialled, when the connection was intercepted.</param>
/// <param name="AllowsConnect">True on the explicit proxy: CONNECT opens a tunnel.</param>
/// <param name="AuthorizedHost">Inside a CONNECT tunnel: the only host that may be called; otherwise null.</param>
/// <param name="AuthorizedPort">Inside a CONNECT tunnel: its port; otherwise 0.</param>
internal sealed record Http1Origin(IPEndPoint? OriginalDestination, bool AllowsConnect, byte[]? AuthorizedHost = null, int AuthorizedPort = 0)
{
    /// <summary>A client that was told to use a proxy.</summary>
    public static readonly Http1Origin ExplicitProxy = new(null, AllowsConnect: true);

    /// <summary>A client that dialled the transparent listener itself: served by Host.</summary>
    public static readonly Http1Origin ByHost = new(null, AllowsConnect: false);
}
