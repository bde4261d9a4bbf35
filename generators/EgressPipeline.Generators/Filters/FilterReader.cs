using EgressPipeline.Generators.Emission;
using EgressPipeline.Generators.Model;
using EgressPipeline.Policy.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace EgressPipeline.Generators.Filters;

/// <summary>Reads what a filter class says about itself, by the rules by which a sidecar reads a plugin.</summary>
internal static class FilterReader
{
    public const string Attribute = "EgressPipeline.EgressFilterAttribute";

    private const string Context = "EgressPipeline.FilterContext";
    private const string RoutedStage = "Request";

    private static readonly HashSet<string> Phases = new(StringComparer.Ordinal)
    {
        "IRequestFilter", "IResponseFilter", "IRequestBodyFilter", "IResponseBodyFilter", "IExchangeFilter", "ICompletionFilter", "IConnectionFilter",
    };

    public static FilterSpec Read(INamedTypeSymbol type, AttributeData attribute)
    {
        var problem = Problem(type);
        OptionsSpec? options = null;
        var constructor = problem is null ? Constructor(type, out options, out problem) : FilterConstructor.Plain;
        var stage = AttributeText.NameOf(attribute, "Stage") ?? RoutedStage;
        return new FilterSpec
        {
            Type = type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            Name = attribute.ConstructorArguments.Length > 0 ? attribute.ConstructorArguments[0].Value as string ?? "" : "",
            Facts = AttributeText.Of(attribute),
            Stage = stage,
            RunsBeforeRouting = stage != RoutedStage,
            RequiresScope = attribute.NamedArguments.Any(argument => argument is { Key: "RequiresScope", Value.Value: true }),
            Constructor = constructor,
            Options = options,
            Problem = problem is null ? null : At(type, problem),
        };
    }

    private static string? Problem(INamedTypeSymbol type)
    {
        if (!IsVisible(type) || type.IsAbstract || type.IsGenericType)
            return $"the class {type.Name} must be public, not abstract and not generic";
        return type.AllInterfaces.Any(one => Phases.Contains(one.Name) && one.ContainingNamespace.ToDisplayString() == "EgressPipeline")
            ? null
            : $"the class {type.Name} implements no phase: {string.Join(", ", Phases)}";
    }

    private static bool IsVisible(ISymbol type) => type.DeclaredAccessibility == Accessibility.Public && (type.ContainingType is null || IsVisible(type.ContainingType));

    private static FilterConstructor Constructor(INamedTypeSymbol type, out OptionsSpec? options, out string? problem)
    {
        options = null;
        problem = null;
        var constructors = type.InstanceConstructors.Where(one => one.DeclaredAccessibility == Accessibility.Public).ToArray();
        var parameters = constructors.Length == 1 ? constructors[0].Parameters : default;
        if (!parameters.IsDefault && parameters.Length == 0)
            return FilterConstructor.Plain;
        if (!parameters.IsDefault && parameters.Length == 1 && parameters[0].Type is INamedTypeSymbol taken && NameOf(taken) == Context)
        {
            if (!taken.IsGenericType)
                return FilterConstructor.Context;
            options = new OptionsReader().Read(taken.TypeArguments[0], out problem);
            return FilterConstructor.Options;
        }
        problem = $"the class {type.Name} needs exactly one public constructor: without parameters, with FilterContext, or with FilterContext<TOptions>";
        return FilterConstructor.Plain;
    }

    private static string NameOf(INamedTypeSymbol type) => type.ContainingNamespace.ToDisplayString() + "." + type.Name;

    private static FindingSpec At(INamedTypeSymbol type, string problem)
    {
        var (id, message) = (BuildDiagnostics.FilterNotComposed.Id, BuildDiagnostics.FilterNotComposed.Format(type.Name, problem));
        if (type.Locations.FirstOrDefault(one => one.IsInSource) is not { } place)
            return new FindingSpec(id, message, "", 0, 0, LinePosition.Zero, LinePosition.Zero);
        var span = place.GetLineSpan();
        return new FindingSpec(id, message, span.Path, place.SourceSpan.Start, place.SourceSpan.Length, span.StartLinePosition, span.EndLinePosition);
    }
}
