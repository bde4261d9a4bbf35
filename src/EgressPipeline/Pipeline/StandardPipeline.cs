using EgressPipeline.Authentication;
using EgressPipeline.Authorization;
using EgressPipeline.Filters;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Registry;
using EgressPipeline.Routing;

namespace EgressPipeline.Pipeline;

/// <summary>
/// The picture: every step of a call in its order. Connections are sniffed and handed to one of three ways (HTTP,
/// passed-through TLS, opaque TCP); an HTTP request then goes through these filters and the attempt loop:
/// <code>
/// listen → intercept → sniff → telemetry( registry → authenticate → authorize → route( limit( fault( retry( balance → secure → connect/pool → exchange )))))
/// </code>
/// </summary>
internal static class StandardPipeline
{
    /// <summary>
    /// The stages that every sidecar has. They are filters like those of others, and stand in one list with them: a bound filter runs in its own
    /// stage, after the stage's own filter; in the routing stage before it.
    /// </summary>
    public static FilterDescriptor[] Stages(Random random) =>
    [
        BuiltInFilters.Describe(_ => new RegistryFilter()),      // first: nobody may be authorized for, or routed to, what is not declared
        BuiltInFilters.Describe(_ => new AuthenticationFilter(), HasTokens),       // before authorizing: policies ask what the token says
        BuiltInFilters.Describe(_ => new AuthenticationResultFilter(), HasTokens), // right behind: what had to wait for keys goes on here
        BuiltInFilters.Describe(_ => new AuthorizationFilter()), // before routing: a refused call must not learn which routes exist
        BuiltInFilters.Describe(_ => new RoutingFilter(random)), // last: rewrites change the head only after it was judged
    ];

    private static bool HasTokens(EgressPlan plan) => plan.JwtRules.Length > 0;
}
