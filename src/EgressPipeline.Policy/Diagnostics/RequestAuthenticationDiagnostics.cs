using static EgressPipeline.Policy.Diagnostics.DiagnosticDescriptor;

namespace EgressPipeline.Policy.Diagnostics;

/// <summary>EGP10xx: findings about RequestAuthentication.</summary>
public static class RequestAuthenticationDiagnostics
{
    public static readonly DiagnosticDescriptor EmptyValue = Error("EGP1001",
        "A name or issuer is empty or missing.", "{0} is empty",
        "Fill it, or remove it where it is one of a list. Every rule needs an issuer: it is what a token's iss must be.");

    public static readonly DiagnosticDescriptor BadUri = Error("EGP1002",
        "jwksUri is no URL.", "jwksUri '{0}': {1}",
        "Write the URL of the issuer's key set, with http:// or https://.");

    public static readonly DiagnosticDescriptor BadKeys = Error("EGP1003",
        "jwks is no usable set of public keys.", "jwks: {0}",
        "Write the issuer's public JSON Web Key Set (RFC 7517) with RSA or EC keys, or name its place in jwksUri.");

    public static readonly DiagnosticDescriptor NoKeys = Warning("EGP1004",
        "A rule whose keys cannot be found.", "the rule has neither jwks nor jwksUri, and issuer '{0}' is no URL to ask: every token of it is refused",
        "Add jwksUri or jwks.");

    public static readonly DiagnosticDescriptor NobodyVerifies = Warning("EGP1005",
        "A condition on tokens that nobody verifies.", "{0}: no RequestAuthentication holds for the workload, so no request has a verified token and this matches none",
        "Write a RequestAuthentication whose issuer, keys and selector fit; a DENY rule that never matches denies nothing.");

    internal static readonly DiagnosticDescriptor[] All = [EmptyValue, BadUri, BadKeys, NoKeys, NobodyVerifies];
}
