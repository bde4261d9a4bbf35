using EgressPipeline.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EgressPipeline.Generators.Filters;

/// <summary>The steps that find filters, the same for whoever composes them and for whoever judges bindings by them.</summary>
internal static class FilterSteps
{
    /// <summary>Every filter of the project and of what it references, by name.</summary>
    public static IncrementalValueProvider<EquatableArray<FilterSpec>> Find(IncrementalGeneratorInitializationContext context)
    {
        var own = context.SyntaxProvider
            .ForAttributeWithMetadataName(FilterReader.Attribute, static (node, _) => node is TypeDeclarationSyntax, static (found, _) => FilterReader.Read((INamedTypeSymbol)found.TargetSymbol, found.Attributes[0]))
            .WithTrackingName(StepNames.OwnFilters);
        var referenced = context.CompilationProvider.Select(ReferencedFilters.Find).WithTrackingName(StepNames.ReferencedFilters);
        return own.Collect().Combine(referenced)
            .Select(static (pair, _) => new EquatableArray<FilterSpec>([.. pair.Left.Concat(pair.Right).OrderBy(filter => filter.Name, StringComparer.Ordinal).ThenBy(filter => filter.Type, StringComparer.Ordinal)]))
            .WithTrackingName(StepNames.Filters);
    }
}
