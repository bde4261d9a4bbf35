using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Compilation;

/// <summary>Findings that only show when documents are joined for one workload.</summary>
internal static class CompilationDiagnostics
{
    public static readonly DiagnosticDescriptor ContradictingPort = new(
        "EGP0701", Severity.Error, "One port of a host is declared in two ways",
        "port {1} of {0} is declared differently by {2} at {3}",
        "Keep one of the two declarations, or make them alike.");

    public static readonly DiagnosticDescriptor UnknownDestination = new(
        "EGP0702", Severity.Error, "A route leads to a host that this workload does not see",
        "destination {0} is not declared by any ServiceEntry that this workload sees",
        "Declare the host in a ServiceEntry, or export it to this namespace.");

    public static readonly DiagnosticDescriptor UnknownDestinationPort = new(
        "EGP0703", Severity.Error, "A route leads to a port that is not declared",
        "destination {0} declares no port {1}; it has {2}",
        "Name one of the declared ports in destination.port.number.");

    public static readonly DiagnosticDescriptor AmbiguousDestinationPort = new(
        "EGP0704", Severity.Error, "A route does not say which port of its destination is meant",
        "destination {0} has several ports ({1}) and none of them is a port of {2}",
        "Write destination.port.number.");

    public static readonly DiagnosticDescriptor UnknownSubset = new(
        "EGP0705", Severity.Error, "A route leads to a subset that no DestinationRule defines",
        "subset {1} of {0} is not defined by the DestinationRule that applies to this workload",
        "Define the subset, or remove it from the route.");

    public static readonly DiagnosticDescriptor AmbiguousAddress = new(
        "EGP0706", Severity.Error, "Two services claim the same address and port",
        "{0} and {1} (at {2}) both claim {3} port {4}",
        "Give each service its own addresses, or another port.");

    public static readonly DiagnosticDescriptor DuplicateVirtualService = new(
        "EGP0707", Severity.Error, "Two VirtualServices govern the same host",
        "host {0} is already governed by {1} at {2}",
        "Merge the two: Istio would silently ignore the younger one.");

    public static readonly DiagnosticDescriptor BadAllowedRange = new(
        "EGP0708", Severity.Error, "An allowed range is no address range",
        "annotation egresspipeline.dev/allowed-cidrs: {0} is not an address range",
        "Write ranges such as 10.0.0.0/8, separated by commas.");

    public static readonly DiagnosticDescriptor EmptySubset = new(
        "EGP0709", Severity.Warning, "A subset selects no endpoint",
        "subset {0} of {1} selects none of the declared endpoints; calls to it will fail",
        "Give endpoints of the ServiceEntry the subset's labels.");

    public static readonly DiagnosticDescriptor BadPattern = new(
        "EGP0710", Severity.Error, "A regular expression is not RE2",
        "regular expression {0}: {1}",
        "Write an RE2 pattern of at most 1024 characters; it must match the whole text.");

    public static readonly DiagnosticDescriptor UnreadableClause = new(
        "EGP0711", Severity.Error, "An authorization condition cannot be evaluated",
        "{0}: {1} cannot be evaluated by the sidecar",
        "Use one of the keys and forms that the documentation lists.");

    public static readonly DiagnosticDescriptor CustomAction = new(
        "EGP0712", Severity.Error, "CUSTOM authorization needs an external authorizer",
        "action CUSTOM is not evaluated by the sidecar",
        "Use ALLOW or DENY, or attach an authorizing filter.");

    public static readonly DiagnosticDescriptor HostTooLong = new(
        "EGP0713", Severity.Error, "A host name is too long",
        "host {0} is longer than 253 characters",
        "DNS allows 253 characters.");

    public static readonly DiagnosticDescriptor AmbiguousPort = new(
        "EGP0714", Severity.Warning, "Two TCP services share a port and have no addresses",
        "intercepted connections to port {0} cannot be told apart: {1} (at {2}) and {3} both declare it without addresses, so they are only reachable by name",
        "Give the services addresses.");

    internal static readonly DiagnosticDescriptor[] All =
    [
        ContradictingPort, UnknownDestination, UnknownDestinationPort, AmbiguousDestinationPort, UnknownSubset,
        AmbiguousAddress, DuplicateVirtualService, BadAllowedRange, EmptySubset, BadPattern,
        UnreadableClause, CustomAction, HostTooLong, AmbiguousPort,
    ];
}
