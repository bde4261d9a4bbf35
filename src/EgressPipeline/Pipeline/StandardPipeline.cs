using EgressPipeline.Authorization;
using EgressPipeline.Registry;
using EgressPipeline.Routing;

namespace EgressPipeline.Pipeline;

/// <summary>
/// The picture: every step of a call in its order. Connections are sniffed and handed to one of three ways (HTTP,
/// passed-through TLS, opaque TCP); an HTTP request then goes through these filters and the attempt loop:
/// <code>
/// listen → intercept → sniff → telemetry( registry → authorize → route( retry( balance → secure → connect/pool → exchange )))
/// </code>
/// </summary>
internal static class StandardPipeline
{
    /// <summary>The request filters of every sidecar, in order.</summary>
    public static IRequestFilter[] RequestFilters(Random random) =>
    [
        new RegistryFilter(),       // first: nobody may be authorized for, or routed to, what is not declared
        new AuthorizationFilter(),  // before routing: a refused call must not learn which routes exist
        new RoutingFilter(random),  // last: rewrites change the head only after it was judged
    ];
}
