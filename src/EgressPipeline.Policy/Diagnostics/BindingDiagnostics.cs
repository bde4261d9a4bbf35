using static EgressPipeline.Policy.Diagnostics.DiagnosticDescriptor;

namespace EgressPipeline.Policy.Diagnostics;

/// <summary>EGP01xx: findings about fields and their types, the same for every kind.</summary>
public static class BindingDiagnostics
{
    public static readonly DiagnosticDescriptor UnknownField = Error("EGP0101",
        "A field does not exist.", "unknown field '{0}' in {1}{2}",
        "Correct the spelling or the indentation.");

    public static readonly DiagnosticDescriptor WrongType = Error("EGP0102",
        "A value has the wrong type.", "'{0}' must be {1}, not {2}",
        "Write the value in the type named; texts that look like numbers or booleans need quotes.");

    public static readonly DiagnosticDescriptor UnknownValue = Error("EGP0103",
        "A value is none of those allowed.", "'{0}' is not a value of '{1}'{2}",
        "Use one of the values that the field allows.");

    public static readonly DiagnosticDescriptor Missing = Error("EGP0104",
        "A required field is missing.", "'{0}' is required in {1}",
        "Add the field.");

    public static readonly DiagnosticDescriptor OutOfRange = Error("EGP0105",
        "A number is out of range.", "'{0}' is {1}; it must be {2}",
        "Use a number in the range.");

    public static readonly DiagnosticDescriptor BadDuration = Error("EGP0106",
        "A duration cannot be read or is out of range.", "'{0}' is no valid duration for '{1}': {2}",
        "Write for example 500ms, 1.5s or 1h30m; at least 1ms, in whole milliseconds.");

    public static readonly DiagnosticDescriptor NotImplemented = Error("EGP0107",
        "Istio has this field or value; this release does not implement it.", "{0} is not implemented yet",
        "Remove it. It is an error so that nothing you rely on is silently left out.");

    public static readonly DiagnosticDescriptor NullItem = Error("EGP0108",
        "A list item or map value is null.", "an item of '{0}' must not be null",
        "Fill the item or remove it.");

    public static readonly DiagnosticDescriptor Exclusive = Error("EGP0109",
        "Fields that exclude each other are both written.", "only one of {0} may be set in {1}",
        "Keep one of them.");

    public static readonly DiagnosticDescriptor TooMany = Error("EGP0110",
        "A list, map or text is longer than allowed.", "'{0}' has {1} {2}; at most {3} are allowed",
        "Shorten it or split the document.");

    public static readonly DiagnosticDescriptor TooFew = Error("EGP0111",
        "A list is empty that must not be.", "'{0}' must have at least {1} item(s)",
        "Add an item or remove the field.");

    public static readonly DiagnosticDescriptor Refused = Error("EGP0112",
        "Istio has this field, and here it can mean nothing.", "'{0}' is refused: {1}",
        "Remove it. It is an error so that nothing you rely on is silently left out.");

    internal static readonly DiagnosticDescriptor[] All =
        [UnknownField, WrongType, UnknownValue, Missing, OutOfRange, BadDuration, NotImplemented, NullItem, Exclusive, TooMany, TooFew, Refused];
}
