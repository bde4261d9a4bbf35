using static EgressPipeline.Policy.Diagnostics.DiagnosticDescriptor;

namespace EgressPipeline.Policy.Diagnostics;

/// <summary>EGP09xx: findings about documents that refer to each other.</summary>
public static class ReferenceDiagnostics
{
    public static readonly DiagnosticDescriptor HostNotDeclared = Error("EGP0901",
        "A destination host is declared by no ServiceEntry.", "destination host '{0}' is not declared by any ServiceEntry{1}",
        "Declare it; services inside a cluster do not exist for the sidecar.");

    public static readonly DiagnosticDescriptor PortNotDeclared = Error("EGP0902",
        "A destination port is not declared.", "host '{0}' declares no port {1}; it has {2}",
        "Use a declared port, or declare it.");

    public static readonly DiagnosticDescriptor SubsetNotDefined = Error("EGP0903",
        "A destination subset is not defined.", "no DestinationRule defines subset '{0}' of host '{1}'{2}",
        "Define the subset in a DestinationRule of the host.");

    public static readonly DiagnosticDescriptor DuplicateVirtualHost = Error("EGP0904",
        "Two VirtualServices govern one host.", "host '{0}' is already governed by {1} at {2}",
        "Merge the two; Istio would silently ignore one.");

    public static readonly DiagnosticDescriptor RuleWithoutHost = Warning("EGP0905",
        "A DestinationRule matches no declared host.", "no ServiceEntry declares a host that '{0}' covers: the rule has no effect",
        "Correct the host, or declare it.");

    public static readonly DiagnosticDescriptor ConflictingProtocol = Error("EGP0906",
        "One host and port is declared with two protocols.", "port {0} of '{1}' is declared as {2} at {3}",
        "Declare one protocol.");

    public static readonly DiagnosticDescriptor SecondSidecar = Error("EGP0907",
        "Two Sidecars of one namespace select the same workloads.", "Sidecar '{0}' of namespace {1} selects the same workloads",
        "Keep one, or give one another workloadSelector.");

    public static readonly DiagnosticDescriptor SubsetUnused = Warning("EGP0908",
        "A subset is never routed to.", "no VirtualService routes to subset '{0}': its settings have no effect",
        "Route to it, or remove it.");

    internal static readonly DiagnosticDescriptor[] All =
        [HostNotDeclared, PortNotDeclared, SubsetNotDefined, DuplicateVirtualHost, RuleWithoutHost, ConflictingProtocol,
            SecondSidecar, SubsetUnused];
}
