using static EgressPipeline.Policy.Diagnostics.DiagnosticDescriptor;

namespace EgressPipeline.Policy.Diagnostics;

/// <summary>EGP06xx: findings about AuthorizationPolicy.</summary>
public static class AuthorizationPolicyDiagnostics
{
    public static readonly DiagnosticDescriptor NoRules = Error("EGP0601",
        "DENY, AUDIT or CUSTOM without rules.", "{0} without rules never applies",
        "Add rules; an empty rule {} applies to every call.");

    public static readonly DiagnosticDescriptor Empty = Error("EGP0602",
        "from, to, source or operation is empty.", "{0} must not be empty",
        "Fill it, or remove it to mean any.");

    public static readonly DiagnosticDescriptor EmptyValue = Error("EGP0603",
        "A value is the empty text.", "{0} contains an empty value",
        "Remove the value.");

    public static readonly DiagnosticDescriptor BadPort = Error("EGP0604",
        "A port is not valid.", "{0}: '{1}' is not a port",
        "Write a number from 0 to 65535 in quotes.");

    public static readonly DiagnosticDescriptor BadPath = Error("EGP0605",
        "A path template is not valid.", "{0}: '{1}' is not a valid path template: {2}",
        "Use {*} for one segment and {**} for the rest, each as a whole segment.");

    public static readonly DiagnosticDescriptor AccountsWithOthers = Error("EGP0606",
        "serviceAccounts with principals or namespaces.", "serviceAccounts cannot be combined with principals or namespaces",
        "Keep one of them.");

    public static readonly DiagnosticDescriptor BadAccount = Error("EGP0607",
        "A service account is not valid.", "'{0}' is not a valid service account",
        "Write name or namespace/name, without wildcards.");

    public static readonly DiagnosticDescriptor ConditionKey = Error("EGP0608",
        "A when key is missing or unknown.", "'{0}' is not a known condition key{1}",
        "Use a key of the documentation; Istio would silently skip the rule.");

    public static readonly DiagnosticDescriptor ConditionValues = Error("EGP0609",
        "A condition has no values.", "condition '{0}' needs values or notValues",
        "Add values.");

    public static readonly DiagnosticDescriptor ProviderNotCustom = Error("EGP0610",
        "A provider without action CUSTOM, or CUSTOM without provider.", "{0}",
        "provider.name belongs to action CUSTOM.");

    public static readonly DiagnosticDescriptor DenyHttpOnly = Warning("EGP0611",
        "A DENY rule with HTTP conditions and no port.", "the rule denies by HTTP attributes and names no port: what it means for opaque TCP and TLS connections is easily misread",
        "Add ports to the operation.");

    public static readonly DiagnosticDescriptor BadTargetRef = Error("EGP0612",
        "A targetRef is not valid.", "targetRef: {0}",
        "Refer to a Service, ServiceEntry or Gateway of the same namespace.");

    public static readonly DiagnosticDescriptor DenyWidens = Error("EGP0613",
        "A DENY rule uses HTTP conditions on ports that carry no HTTP.", "the rule denies by HTTP attributes, but port {0} is declared as {1}: on it the rule would deny everything",
        "Remove the HTTP conditions, or the port.");

    public static readonly DiagnosticDescriptor NeverMatches = Warning("EGP0614",
        "An authorization rule that no call can fulfil.", "no call fulfils this: {0} must be {1} (at {3}), and also {2}",
        "Remove one of the two conditions; a DENY rule that never matches denies nothing.");

    public static readonly DiagnosticDescriptor Covered = Warning("EGP0615",
        "An authorization rule that adds nothing.", "{0} adds nothing: {1} at {2} {3} all of it",
        "Remove the rule, or narrow the other one if that allows or denies more than was meant.");

    public static readonly DiagnosticDescriptor TakenBack = Warning("EGP0616",
        "An ALLOW rule that a DENY rule takes back.", "{0} allows nothing: {1} at {2} denies all of it, and DENY wins",
        "Remove one of the two, or exclude from the DENY rule what shall be allowed.");

    public static readonly DiagnosticDescriptor NeverSent = Warning("EGP0617",
        "A method or path that no request has.", "'{0}' matches no request: {1}",
        "Write it as requests have it: methods in capitals, paths from '/' to before '?'.");

    public static readonly DiagnosticDescriptor BadUser = Error("EGP0618",
        "A user id is not valid.", "{0}: '{1}' is not a user id",
        "Write the number in quotes; names mean something else in every container.");

    internal static readonly DiagnosticDescriptor[] All =
        [NoRules, Empty, EmptyValue, BadPort, BadPath, AccountsWithOthers, BadAccount, ConditionKey, ConditionValues,
            ProviderNotCustom, DenyHttpOnly, BadTargetRef, DenyWidens, NeverMatches, Covered, TakenBack, NeverSent, BadUser];
}
