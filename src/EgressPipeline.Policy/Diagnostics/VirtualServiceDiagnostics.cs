using static EgressPipeline.Policy.Diagnostics.DiagnosticDescriptor;

namespace EgressPipeline.Policy.Diagnostics;

/// <summary>EGP04xx: findings about VirtualService.</summary>
public static class VirtualServiceDiagnostics
{
    public static readonly DiagnosticDescriptor WildcardAll = Error("EGP0401",
        "Host '*' on a VirtualService for sidecars.", "host '*' is not allowed for the mesh gateway",
        "Name the hosts.");

    public static readonly DiagnosticDescriptor OverlappingHosts = Error("EGP0402",
        "Two hosts of one VirtualService overlap.", "hosts '{0}' and '{1}' overlap",
        "Remove the one that the other covers.");

    public static readonly DiagnosticDescriptor NoRoutes = Error("EGP0403",
        "A VirtualService without routes.", "http, tls or tcp is required",
        "Add a route.");

    public static readonly DiagnosticDescriptor NoAction = Error("EGP0404",
        "An http rule says nothing to do.", "a route, redirect or directResponse is required",
        "Add one.");

    public static readonly DiagnosticDescriptor ConflictingActions = Error("EGP0405",
        "An http rule says two things to do.", "{0} and {1} exclude each other",
        "Keep one of them.");

    public static readonly DiagnosticDescriptor EmptyRedirect = Error("EGP0406",
        "A redirect changes nothing.", "a redirect must change the uri, authority, scheme or port",
        "Add what changes.");

    public static readonly DiagnosticDescriptor BadRedirect = Error("EGP0407",
        "A redirect field is not valid.", "redirect {0}",
        "Use a 3xx status and scheme http or https.");

    public static readonly DiagnosticDescriptor BadDirectResponse = Error("EGP0408",
        "A direct response is not valid.", "directResponse {0}",
        "Use a status from 200 to 599 and a body below 1 MB.");

    public static readonly DiagnosticDescriptor EmptyRewrite = Error("EGP0409",
        "A rewrite changes nothing.", "a rewrite must change the uri or the authority",
        "Add what changes.");

    public static readonly DiagnosticDescriptor AuthorityTwice = Error("EGP0410",
        "The authority is rewritten in two places.", "the authority is set by {0} and by {1}",
        "Keep one of them.");

    public static readonly DiagnosticDescriptor BadWeight = Error("EGP0411",
        "Weights of destinations are not valid.", "{0}",
        "Use weights of 0 or more with a sum above 0.");

    public static readonly DiagnosticDescriptor BadDestination = Error("EGP0412",
        "A destination is not valid.", "destination '{0}' {1}",
        "Name a declared host, optionally a subset and a port number.");

    public static readonly DiagnosticDescriptor BadRetry = Error("EGP0413",
        "A retry setting is not valid.", "retries: {0}",
        "Set attempts, and conditions that exist.");

    public static readonly DiagnosticDescriptor NullHeaderMatch = Error("EGP0414",
        "A header condition is null.", "the condition on header '{0}' is null",
        "Write {} to ask that the header is there.");

    public static readonly DiagnosticDescriptor SniOutsideHosts = Error("EGP0415",
        "An SNI host is not covered by the hosts.", "sniHosts: '{0}' is not covered by any of the hosts",
        "Add it to hosts.");

    public static readonly DiagnosticDescriptor SniAddress = Warning("EGP0416",
        "An IP address as SNI.", "sniHosts: '{0}' is an IP address, which no client sends as SNI",
        "Match by destinationSubnets in a tcp rule.");

    public static readonly DiagnosticDescriptor RouteMissing = Error("EGP0417",
        "A tls or tcp rule without route or match.", "a {0} rule needs a {1}",
        "Add it.");

    public static readonly DiagnosticDescriptor Unreachable = Error("EGP0418",
        "A rule can never be reached.", "rule {0} is never reached: {1} at {2} takes every call first",
        "Move the narrower rule up, or remove it.");

    public static readonly DiagnosticDescriptor IneffectiveMatch = Warning("EGP0419",
        "A match is covered by an earlier one.", "match {0} is covered by {1} at {2}",
        "Remove it, or move it up.");

    public static readonly DiagnosticDescriptor GatewayOnly = Warning("EGP0420",
        "A VirtualService for gateways only.", "no gateway of it is mesh: it has no effect on a sidecar",
        "Add 'mesh' to gateways, or keep it for the gateway.");

    public static readonly DiagnosticDescriptor PerTryTimeoutTooLong = Warning("EGP0421",
        "perTryTimeout and timeout do not fit.", "{0}",
        "Make the timeout longer than the tries it must hold.");

    public static readonly DiagnosticDescriptor LargeBody = Warning("EGP0422",
        "A direct response is large.", "the body has {0} bytes; it is kept in memory",
        "Serve large answers elsewhere.");

    public static readonly DiagnosticDescriptor BadFault = Error("EGP0423",
        "A fault is not valid.", "fault: {0}",
        "Give a delay or an abort with a status, and a percentage from 0 to 100.");

    public static readonly DiagnosticDescriptor BadCors = Error("EGP0424",
        "A CORS policy is not valid.", "corsPolicy: {0}",
        "Use header names, methods and whole seconds.");

    public static readonly DiagnosticDescriptor BadDelegate = Error("EGP0425",
        "A delegate is not valid.", "delegate: {0}",
        "A root rule only matches and delegates; a delegate has neither hosts nor gateways, tls or tcp.");

    public static readonly DiagnosticDescriptor NeverMatches = Warning("EGP0426",
        "A match that no call can fulfil.", "no call fulfils this match: {0}",
        "Remove the condition that excludes the others, or the match.");

    public static readonly DiagnosticDescriptor NeverSent = Warning("EGP0427",
        "A condition on what no request has.", "'{0}' matches no request: {1}",
        "Write it as requests have it: methods in capitals, paths from '/' to before '?', hosts in lower case.");

    public static readonly DiagnosticDescriptor RepeatsUnsafe = Warning("EGP0428",
        "Requests that are not idempotent are repeated after they may have been processed.", "retryOn '{0}' repeats {1} requests that the server may have processed already",
        "Retry on connect-failure, refused-stream and reset-before-request alone, or give the methods that may be repeated a rule of their own.");

    public static readonly DiagnosticDescriptor FaultOfNoCall = Warning("EGP0429",
        "A fault without a percentage.", "fault: the {0} has no percentage, so no call gets it",
        "Write percentage: {value: 100} for every call.");

    internal static readonly DiagnosticDescriptor[] All =
        [WildcardAll, OverlappingHosts, NoRoutes, NoAction, ConflictingActions, EmptyRedirect, BadRedirect, BadDirectResponse,
            EmptyRewrite, AuthorityTwice, BadWeight, BadDestination, BadRetry, NullHeaderMatch, SniOutsideHosts, SniAddress,
            RouteMissing, Unreachable, IneffectiveMatch, GatewayOnly, PerTryTimeoutTooLong, LargeBody, BadFault,
            BadCors, BadDelegate, NeverMatches, NeverSent, RepeatsUnsafe, FaultOfNoCall];
}
