using static EgressPipeline.Policy.Diagnostics.DiagnosticDescriptor;

namespace EgressPipeline.Policy.Diagnostics;

/// <summary>EGP11xx: findings about FilterBinding.</summary>
public static class FilterBindingDiagnostics
{
    public static readonly DiagnosticDescriptor BadFilterName = Error("EGP1101",
        "The name of a filter is not valid.", "'{0}' is no filter name",
        "Names of filters are lower-case letters, digits and dashes.");

    public static readonly DiagnosticDescriptor HostNotCovered = Error("EGP1102",
        "A FilterBinding names a host that no ServiceEntry declares.", "no ServiceEntry declares a host that '{0}' covers: the filter would guard nothing{1}",
        "Correct the host, or declare it.");

    public static readonly DiagnosticDescriptor ServiceNotDeclared = Error("EGP1103",
        "A FilterBinding names a ServiceEntry that does not exist.", "there is no ServiceEntry '{0}'{1}",
        "Write name, or namespace/name for another namespace.");

    public static readonly DiagnosticDescriptor RouteNotDefined = Error("EGP1104",
        "A FilterBinding names a route that no VirtualService defines.", "{0}: the filter would guard nothing{1}",
        "Write the VirtualService's name, and the name of one of its http rules.");

    public static readonly DiagnosticDescriptor BadDeadline = Error("EGP1105",
        "A filter's deadline or cooldown is too long.", "'{0}' must be at most 10m",
        "Shorten it: a request waits that long.");

    internal static readonly DiagnosticDescriptor[] All =
        [BadFilterName, HostNotCovered, ServiceNotDeclared, RouteNotDefined, BadDeadline];
}
