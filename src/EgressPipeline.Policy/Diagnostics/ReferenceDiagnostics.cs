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
        "One host and port is declared with two protocols.", "port {0} of '{1}' is declared as {2} by {3} at {4}",
        "Declare one protocol.");

    public static readonly DiagnosticDescriptor SecondSidecar = Error("EGP0907",
        "Two Sidecars of one namespace select the same workloads.", "Sidecar '{0}' of namespace {1} selects the same workloads",
        "Keep one, or give one another workloadSelector.");

    public static readonly DiagnosticDescriptor SubsetUnused = Warning("EGP0908",
        "A subset is never routed to.", "no VirtualService routes to subset '{0}': its settings have no effect",
        "Route to it, or remove it.");

    public static readonly DiagnosticDescriptor SecondPolicy = Error("EGP0909",
        "Two DestinationRules set the same for one host.", "{0} is already set by {1} at {2}",
        "Merge the two; Istio would silently ignore one.");

    public static readonly DiagnosticDescriptor DoubleTls = Error("EGP0910",
        "TLS is put around connections that are TLS already.", "mode {0} puts TLS around port {1} of '{2}', which is declared as {3} at {4}: the application's TLS would go inside of another",
        "Remove the tls block; or declare the port as HTTP if the application speaks plain HTTP, as TCP if TLS inside of TLS is meant.");

    public static readonly DiagnosticDescriptor PortWithoutHost = Warning("EGP0911",
        "A port that no host of the document has.", "no host of it ({0}) declares port {1}; declared are {2}: this has no effect",
        "Use a declared port, or declare it.");

    public static readonly DiagnosticDescriptor NameNotDeclared = Warning("EGP0912",
        "A host or port that nothing declares.", "{0} is declared by no ServiceEntry{1}",
        "Correct it, or declare it.");

    public static readonly DiagnosticDescriptor HostSwallowed = Warning("EGP0913",
        "Routes of a wildcard take all calls of a declared host.", "'{0}' governs '{1}' (declared at {2}), too, and no rule leads there: it is never called",
        "Give the host a VirtualService of its own, or remove its declaration if the routes are meant for it.");

    public static readonly DiagnosticDescriptor TlsNotInherited = Warning("EGP0914",
        "A DestinationRule hides the TLS settings of a wildcard.", "this rule for '{0}' replaces the whole rule for '{1}' at {2}: port {3} is not secured by it any more",
        "Repeat the tls block here; nothing is inherited between hosts. Write mode DISABLE where plain text is meant.");

    public static readonly DiagnosticDescriptor PlainHttps = Warning("EGP0915",
        "Plain HTTP goes to port 443.", "port {0} of '{1}' is HTTP, goes to port 443, and no DestinationRule puts TLS on it",
        "Add a DestinationRule with tls mode SIMPLE, or declare the port as TLS if the application speaks it.");

    public static readonly DiagnosticDescriptor DoubleTlsToo = Warning("EGP0916",
        "TLS settings for a plain port hold for a TLS port, too.", "mode {0} holds for port {1} of '{2}', too, which is declared as {3} at {4}: there the application's TLS would go inside of another",
        "Move the tls block into portLevelSettings of the ports that speak plain text.");

    public static readonly DiagnosticDescriptor ProviderNotBound = Error("EGP0917",
        "A CUSTOM policy asks a provider that is not there.", "provider '{0}': {1}",
        "Write a FilterBinding of that name, in the policy's namespace or in istio-system, with a filter that decides about requests: external-authorization, for example.");

    internal static readonly DiagnosticDescriptor[] All =
        [HostNotDeclared, PortNotDeclared, SubsetNotDefined, DuplicateVirtualHost, RuleWithoutHost, ConflictingProtocol,
            SecondSidecar, SubsetUnused, SecondPolicy, DoubleTls, PortWithoutHost, NameNotDeclared, HostSwallowed,
            TlsNotInherited, PlainHttps, DoubleTlsToo, ProviderNotBound];
}
