using EgressPipeline.Generators.Model;
using Microsoft.CodeAnalysis;

namespace EgressPipeline.Generators.Filters;

/// <summary>Finds the filters of the assemblies that a project references. Only those are looked into that refer to the contract.</summary>
internal static class ReferencedFilters
{
    private const string Contract = "EgressPipeline.Abstractions";

    /// <summary>Its stages are filters, too, but every sidecar has them anyway.</summary>
    private const string Runtime = "EgressPipeline";

    public static EquatableArray<FilterSpec> Find(Compilation compilation, CancellationToken cancellationToken)
    {
        if (compilation.GetTypesByMetadataName(FilterReader.Attribute).IsEmpty)
            return default;
        var found = new List<FilterSpec>();
        foreach (var assembly in compilation.SourceModule.ReferencedAssemblySymbols)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (assembly.Name != Runtime && assembly.Modules.Any(module => module.ReferencedAssemblies.Any(one => one.Name == Contract)))
                Collect(assembly.GlobalNamespace, found);
        }
        return new([.. found]);
    }

    private static void Collect(INamespaceOrTypeSymbol place, List<FilterSpec> found)
    {
        foreach (var member in place.GetMembers())
            if (member is INamespaceSymbol inner)
                Collect(inner, found);
            else if (member is INamedTypeSymbol { TypeKind: TypeKind.Class } type)
            {
                if (type.GetAttributes().FirstOrDefault(one => one.AttributeClass?.ToDisplayString() == FilterReader.Attribute) is { } attribute)
                    found.Add(FilterReader.Read(type, attribute));
                Collect(type, found);
            }
    }
}
