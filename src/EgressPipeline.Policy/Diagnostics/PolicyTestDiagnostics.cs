using static EgressPipeline.Policy.Diagnostics.DiagnosticDescriptor;

namespace EgressPipeline.Policy.Diagnostics;

/// <summary>EGP12xx: findings about PolicyTest, and of running it.</summary>
public static class PolicyTestDiagnostics
{
    public static readonly DiagnosticDescriptor BadCall = Error("EGP1201",
        "The call of a test case cannot be made.", "call: {0}",
        "Write METHOD and URL, CONNECT host:port, TLS host or TCP ip:port.");

    public static readonly DiagnosticDescriptor BadCaller = Error("EGP1202",
        "The caller of a test case is not valid.", "from: {0}",
        "Write a SPIFFE id such as cluster.local/ns/shop/sa/web, or a mapping with principal, namespace, labels, ip, uid and process.");

    public static readonly DiagnosticDescriptor NoExpectation = Error("EGP1203",
        "A test case expects nothing.", "an expectation is required",
        "Write at least expect: allowed, denied, unregistered or no-route.");

    public static readonly DiagnosticDescriptor Contradiction = Error("EGP1204",
        "No call can meet all expectations of a test case.", "{0} cannot be expected: {1}",
        "Remove one of the two.");

    public static readonly DiagnosticDescriptor BadExpectation = Error("EGP1205",
        "An expectation is not valid.", "{0}: {1}",
        "Use the words that policies use.");

    public static readonly DiagnosticDescriptor DuplicateName = Error("EGP1206",
        "Two cases of a PolicyTest have the same name.", "the name '{0}' is already written on line {1}",
        "Give each case its own name; reports tell cases apart by it.");

    public static readonly DiagnosticDescriptor Failed = Error("EGP1210",
        "A policy test fails.", "{0}: {1} is expected to be {2}, but is {3}{4}",
        "Correct the policy, or the expectation if the change is meant.");

    public static readonly DiagnosticDescriptor NotRun = Error("EGP1211",
        "A policy test cannot be run.", "{0} cannot be run: {1}",
        "Correct the policies as they are seen by the workload of this case.");

    internal static readonly DiagnosticDescriptor[] All =
        [BadCall, BadCaller, NoExpectation, Contradiction, BadExpectation, DuplicateName, Failed, NotRun];
}
