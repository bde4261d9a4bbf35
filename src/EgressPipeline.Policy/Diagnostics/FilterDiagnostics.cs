using static EgressPipeline.Policy.Diagnostics.DiagnosticDescriptor;

namespace EgressPipeline.Policy.Diagnostics;

/// <summary>EGP13xx: findings about filters, where they are known: in a sidecar, and in a build that references them.</summary>
public static class FilterDiagnostics
{
    public static readonly DiagnosticDescriptor UnknownFilter = Error("EGP1301",
        "A FilterBinding names a filter that is not loaded.", "no filter '{0}' is loaded{1}",
        "Put it into the plugins folder (--plugins), correct the name, or disable the binding (enabled: false).");

    public static readonly DiagnosticDescriptor InvalidOption = Error("EGP1302",
        "A filter refuses its configuration.", "{0}: {1}",
        "What the filter expects is shown by 'egress plugins list'.");

    public static readonly DiagnosticDescriptor FilterNotMade = Error("EGP1303",
        "A filter cannot be made.", "the filter '{0}' cannot be made: {1}",
        "The filter's own documentation knows more.");

    public static readonly DiagnosticDescriptor RoutesTooEarly = Error("EGP1304",
        "A filter that runs before routing is bound to routes.", "the filter '{0}' runs in stage {1}, before routes are chosen",
        "Bind it to hosts or services.");

    public static readonly DiagnosticDescriptor PassedThrough = Warning("EGP1305",
        "A filter for requests is bound to a port whose content is passed through.", "the filter '{0}' sees HTTP requests only; port {1} of '{2}' carries {3}, which passes without it",
        "Let the application speak HTTP and originate TLS in a DestinationRule, or refuse the port.");

    public static readonly DiagnosticDescriptor TooShort = Error("EGP1306",
        "A text, list or map of a filter's configuration is too short.", "'{0}' has {1} {2}; at least {3} are needed",
        "Write more; what the filter expects is shown by 'egress plugins list'.");

    public static readonly DiagnosticDescriptor FilterOrder = Error("EGP1307",
        "Filters contradict each other about their order.", "{0}",
        "Ask the filters' authors; without one of them the others work.");

    public static readonly DiagnosticDescriptor ScopeMissing = Error("EGP1308",
        "A FilterBinding does not say for which services it is.", "the filter '{0}' must not be bound to every call",
        "Name the hosts, services or routes that it is for.");

    public static readonly DiagnosticDescriptor NoAuthorizer = Error("EGP1309",
        "A CUSTOM policy asks a filter that cannot decide about requests.", "the filter '{0}' is asked by a CUSTOM policy ({1}), but cannot refuse requests",
        "Bind a filter that can, such as external-authorization, under the provider's name.");

    internal static readonly DiagnosticDescriptor[] All =
        [UnknownFilter, InvalidOption, FilterNotMade, RoutesTooEarly, PassedThrough, TooShort, FilterOrder, ScopeMissing, NoAuthorizer];
}
