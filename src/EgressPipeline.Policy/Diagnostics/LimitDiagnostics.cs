using static EgressPipeline.Policy.Diagnostics.DiagnosticDescriptor;

namespace EgressPipeline.Policy.Diagnostics;

/// <summary>EGP14xx: findings about EgressLimits.</summary>
public static class LimitDiagnostics
{
    public static readonly DiagnosticDescriptor NoBound = Error("EGP1401",
        "An EgressLimits limits nothing.", "the limit has no bound",
        "Write one or more of requests, connections, concurrency, adaptiveConcurrency, bandwidth and bytesPerDay.");

    public static readonly DiagnosticDescriptor BadBytes = Error("EGP1402",
        "A number of bytes is not valid.", "'{0}' is not a number of bytes in '{1}'",
        "Write a whole number, alone or with Ki, Mi, Gi, Ti, k, M, G or T.");

    public static readonly DiagnosticDescriptor BadPeriod = Error("EGP1403",
        "The time of a rate is too short or too long.", "'{0}' must be 1s to 24h",
        "Count a second at least: 10 in 100ms is 100 in 1s with a burst of 10. For bytes of a day there is bytesPerDay.");

    public static readonly DiagnosticDescriptor BadStatus = Error("EGP1404",
        "The status of refused calls is not one that says so.", "status {0} does not say that a limit is reached",
        "Write 429 (the caller asks too much, the default) or 503 (try again later).");

    public static readonly DiagnosticDescriptor HostNotCovered = Error("EGP1405",
        "An EgressLimits names a host that no ServiceEntry declares.", "no ServiceEntry declares a host that '{0}' covers: nothing would be limited{1}",
        "Correct the host, or declare it.");

    public static readonly DiagnosticDescriptor ServiceNotDeclared = Error("EGP1406",
        "An EgressLimits names a ServiceEntry that does not exist.", "there is no ServiceEntry '{0}'{1}",
        "Write name, or namespace/name for another namespace.");

    public static readonly DiagnosticDescriptor BadPrincipal = Error("EGP1407",
        "A principal of an EgressLimits is not one.", "'{0}' matches no principal: {1}",
        "Write trust-domain/ns/namespace/sa/account, with * at the beginning or the end at most.");

    public static readonly DiagnosticDescriptor NoRoom = Error("EGP1408",
        "An adaptive bound has no room.", "maxConcurrency ({0}) is less than minConcurrency ({1})",
        "Raise maxConcurrency (1000 when it is not written), or lower minConcurrency (3).");

    public static readonly DiagnosticDescriptor BadInterval = Error("EGP1409",
        "An interval of an adaptive bound is too short or too long.", "'{0}' must be 10ms to 24h",
        "Envoy's usual values are 100ms for updateInterval and 60s for minRtt.interval.");

    internal static readonly DiagnosticDescriptor[] All = [NoBound, BadBytes, BadPeriod, BadStatus, HostNotCovered, ServiceNotDeclared, BadPrincipal, NoRoom, BadInterval];
}
