using static EgressPipeline.Policy.Diagnostics.DiagnosticDescriptor;

namespace EgressPipeline.Policy.Diagnostics;

/// <summary>EGP00xx: findings about files, YAML and document headers.</summary>
public static class TextDiagnostics
{
    public static readonly DiagnosticDescriptor Syntax = Error("EGP0001",
        "The file is not well-formed YAML.", "malformed YAML: {0}",
        "Correct the text at or just before the place named; documents after it were not read.");

    public static readonly DiagnosticDescriptor TooDeep = Error("EGP0002",
        "The YAML is nested deeper than any policy.", "nested deeper than {0} levels",
        "Remove the nesting; no policy needs it.");

    public static readonly DiagnosticDescriptor TooLarge = Error("EGP0003",
        "The file is too large to be a policy file.", "the file has {0} characters; at most {1} are read",
        "Split the file.");

    public static readonly DiagnosticDescriptor Forbidden = Error("EGP0004",
        "Anchors, aliases and tags are not allowed in policies.", "{0} is not allowed in a policy",
        "Write the value out.");

    public static readonly DiagnosticDescriptor DuplicateKey = Error("EGP0005",
        "A key is written twice in one mapping.", "key '{0}' is already written on line {1}",
        "Keep one of the two.");

    public static readonly DiagnosticDescriptor KeyNotText = Error("EGP0006",
        "A mapping key is itself a list or mapping.", "a key must be a text, not {0}",
        "Write a plain key; unquoted braces and brackets begin a mapping or list.");

    public static readonly DiagnosticDescriptor NotAResource = Error("EGP0007",
        "A document is no resource.", "a document must be a mapping with apiVersion, kind and metadata, not {0}",
        "Begin each document with apiVersion and kind.");

    public static readonly DiagnosticDescriptor HeaderMissing = Error("EGP0008",
        "A document lacks apiVersion, kind or metadata.name.", "'{0}' is missing",
        "Add the field.");

    public static readonly DiagnosticDescriptor VersionNotServed = Error("EGP0009",
        "The kind is known, its API version is not.", "{0} is not served as '{1}'{2}",
        "Use one of the served versions.");

    public static readonly DiagnosticDescriptor Skipped = new("EGP0010", Severity.Info,
        "A document of a kind that is not compiled was skipped.", "{0} '{1}' is skipped: the sidecar does not use this kind",
        "Nothing, unless the kind is misspelt.");

    public static readonly DiagnosticDescriptor BadName = Error("EGP0011",
        "metadata.name or metadata.namespace is no valid Kubernetes name.", "'{0}' is not a valid {1}",
        "Use lower-case letters, digits, '-' and (in names) '.'.");

    public static readonly DiagnosticDescriptor DuplicateResource = Error("EGP0012",
        "Two documents have the same kind, namespace and name.", "{0} is already defined at {1}",
        "Rename or remove one of the two.");

    public static readonly DiagnosticDescriptor Rejected = Error("EGP0013",
        "The document asks to be rejected.", "the annotation '{0}' asks for rejection",
        "Remove the annotation or the document.");

    public static readonly DiagnosticDescriptor UnknownKind = Error("EGP0014",
        "The API group has no such kind.", "{2} has no kind '{0}'{1}",
        "Correct the spelling of kind.");

    public static readonly DiagnosticDescriptor Template = Error("EGP0015",
        "Template text is left in the file.", "'{0}' is template text, not a value",
        "Render the template first (helm template, kustomize build, envsubst …) and check what comes out.");

    public static readonly DiagnosticDescriptor Character = Error("EGP0016",
        "A character that has no place in a policy.", "{0}",
        "Save the file as UTF-8 without control characters; nothing behind the character was read.");

    public static readonly DiagnosticDescriptor Secret = Warning("EGP0017",
        "A secret is written into YAML.", "'{0}' holds {1}: whoever reads the policy has it, and so has every copy and log of it",
        "Take the secret back, make a new one, and let the application or a filter add it from a secret store.");

    public static readonly DiagnosticDescriptor TooManyFindings = Error("EGP0018",
        "Too many findings.", "more than {0} findings; what comes after is not reported",
        "Correct the ones reported and check again; is this a policy file?");

    internal static readonly DiagnosticDescriptor[] All =
        [Syntax, TooDeep, TooLarge, Forbidden, DuplicateKey, KeyNotText, NotAResource, HeaderMissing,
            VersionNotServed, Skipped, BadName, DuplicateResource, Rejected,
            UnknownKind, Template, Character, Secret, TooManyFindings];
}
