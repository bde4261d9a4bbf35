using static EgressPipeline.Policy.Diagnostics.DiagnosticDescriptor;

namespace EgressPipeline.Policy.Diagnostics;

/// <summary>EGP20xx: findings about how policies are compiled when a project is built, and about what came of it.</summary>
public static class BuildDiagnostics
{
    public static readonly DiagnosticDescriptor CompilerFailed = Error("EGP2001",
        "The policy compiler itself failed.", "the policies of table '{0}' could not be compiled: {1}",
        "This is a fault of EgressPipeline, not of the policies: report it with the policies that show it.");

    public static readonly DiagnosticDescriptor Unreadable = Error("EGP2002",
        "A policy file cannot be read, or is no text.", "the file cannot be read as text",
        "Save it as UTF-8, or take it out of the EgressPolicy items.");

    public static readonly DiagnosticDescriptor BadTableName = Error("EGP2003",
        "The Table of an EgressPolicy item cannot be a class.", "Table '{0}' {1}",
        "Write a C# class name, with a namespace before it where the project's own is not meant.");

    public static readonly DiagnosticDescriptor SettingsDiffer = Error("EGP2004",
        "EgressPolicy items of one table differ in a setting of the workload.", "table '{0}' has {1} '{2}' and also '{3}'",
        "Write the setting alike on all items of the table, or give the items tables of their own.");

    public static readonly DiagnosticDescriptor BadSetting = Error("EGP2005",
        "A setting of an EgressPolicy item cannot be read.", "table '{0}': {1}",
        "Write it as the sidecar's setting of the same name.");

    public static readonly DiagnosticDescriptor ContractMissing = Error("EGP2006",
        "The project does not reference EgressPipeline.Abstractions.", "the policies need the types of EgressPipeline.Abstractions, which the project does not reference",
        "Add a package reference to EgressPipeline.Abstractions.");

    public static readonly DiagnosticDescriptor FilterNotComposed = Error("EGP2007",
        "A filter class cannot be compiled into a host.", "the filter class {0} cannot be compiled in: {1}",
        "Mend the class; what a filter is, docs/filters says.");

    public static readonly DiagnosticDescriptor BadAssembly = Error("EGP2051",
        "A policy assembly cannot be used.", "the policy assembly {0}",
        "Compile the policies again with this release and for this workload ('egress compile', or a build).");

    internal static readonly DiagnosticDescriptor[] All = [CompilerFailed, Unreadable, BadTableName, SettingsDiffer, BadSetting, ContractMissing, FilterNotComposed, BadAssembly];
}
