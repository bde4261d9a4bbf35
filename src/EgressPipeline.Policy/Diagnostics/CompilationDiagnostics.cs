using static EgressPipeline.Policy.Diagnostics.DiagnosticDescriptor;

namespace EgressPipeline.Policy.Diagnostics;

/// <summary>EGP07xx: findings that only show when documents are joined for one workload.</summary>
public static class CompilationDiagnostics
{
    public static readonly DiagnosticDescriptor ContradictingPort = Error("EGP0701",
        "One port of a host is declared in two ways.", "port {1} of '{0}' is declared differently by {2} at {3}",
        "Keep one of the two declarations, or make them alike in resolution, location, targetPort and endpoints.");

    public static readonly DiagnosticDescriptor AmbiguousDestinationPort = Error("EGP0704",
        "A route does not say which port of its destination is meant.", "destination '{0}' has several ports ({1}) and none of them is a port of {2}",
        "Write destination.port.number.");

    public static readonly DiagnosticDescriptor AmbiguousAddress = Error("EGP0706",
        "Two services claim the same address and port.", "'{0}' and '{1}' (at {2}) both claim {3} port {4}",
        "Give each service its own addresses, or another port.");

    public static readonly DiagnosticDescriptor BadAllowedRange = Error("EGP0708",
        "An allowed range is no address range.", "annotation egresspipeline.dev/allowed-cidrs: '{0}' is not an address range",
        "Write ranges such as 10.0.0.0/8, separated by commas.");

    public static readonly DiagnosticDescriptor EmptySubset = Warning("EGP0709",
        "A subset selects no endpoint.", "subset '{0}' of '{1}' selects none of the declared endpoints; calls to it will fail",
        "Give endpoints of the ServiceEntry the subset's labels.");

    public static readonly DiagnosticDescriptor AmbiguousPort = Warning("EGP0714",
        "Two TCP services share a port and have no addresses.",
        "intercepted connections to port {0} cannot be told apart: '{1}' (at {2}) and '{3}' both declare it without addresses, so they are only reachable by name",
        "Give the services addresses, or have applications resolve their names through the DNS proxy (--dns), which gives each a virtual address.");

    public static readonly DiagnosticDescriptor LeadsNowhereHere = Warning("EGP0715",
        "A VirtualService of another namespace leads where this workload sees nothing.",
        "{0} routes calls to '{1}', of which this workload sees no such host, port or subset: they are answered with 503",
        "Export the destination, and the DestinationRule of its subset, to every namespace that the VirtualService is exported to; or limit its exportTo.");

    internal static readonly DiagnosticDescriptor[] All =
        [ContradictingPort, AmbiguousDestinationPort, AmbiguousAddress, BadAllowedRange, EmptySubset, AmbiguousPort, LeadsNowhereHere];
}
