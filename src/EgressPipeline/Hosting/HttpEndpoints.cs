using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace EgressPipeline.Hosting;

/// <summary>
/// Lets one HTTP server answer for several listeners: each connection carries the handler of the listener that took it,
/// so a request can only reach what its own listener offers.
/// </summary>
internal sealed class HttpEndpoints : IHttpApplication<HttpContext>
{
    /// <summary>The connection middleware of a listener whose requests go to <paramref name="handler"/>.</summary>
    public static Func<ConnectionDelegate, ConnectionDelegate> ServedBy(RequestDelegate handler) => next => connection =>
    {
        connection.Features.Set(handler);
        return next(connection);
    };

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public Task ProcessRequestAsync(HttpContext context) => context.Features.GetRequiredFeature<RequestDelegate>()(context);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }
}
