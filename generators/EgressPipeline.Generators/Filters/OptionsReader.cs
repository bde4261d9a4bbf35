using EgressPipeline.Generators.Model;
using EgressPipeline.Policy.Filters;
using Microsoft.CodeAnalysis;

namespace EgressPipeline.Generators.Filters;

/// <summary>Reads an options class from its symbol as a sidecar reads it by reflection: same options, same refusals.</summary>
internal sealed class OptionsReader
{
    private const int MaxDepth = 8;
    private const string Option = "EgressPipeline.OptionAttribute";

    private string? _problem;

    /// <summary>The class, or null and why it cannot be one of options.</summary>
    public OptionsSpec? Read(ITypeSymbol type, out string? problem)
    {
        var read = Class(type, 0);
        problem = _problem;
        return problem is null ? read : null;
    }

    private OptionsSpec Class(ITypeSymbol type, int depth)
    {
        if (depth > MaxDepth)
        {
            Refuse($"the options class {type.Name} contains itself, or is too deep");
            return new OptionsSpec("", default);
        }
        if (!HasConstructor(type))
            Refuse($"the options class {type.Name} needs a public constructor without parameters");
        var options = new List<OptionSpec>();
        foreach (var property in Properties(type))
            if (property.GetAttributes().FirstOrDefault(one => one.AttributeClass?.ToDisplayString() == Option) is { } attribute)
                options.Add(Read(property, new OptionFacts(attribute), depth));
        return new OptionsSpec(Name(type), new([.. options]));
    }

    private OptionSpec Read(IPropertySymbol property, OptionFacts facts, int depth)
    {
        var where = property.ContainingType.Name + "." + property.Name;
        if (property.SetMethod is null)
            Refuse($"the option {where} has no setter (init is enough)");
        if (property.ContainingType.IsGenericType)
            Refuse($"the option {where} belongs to a generic class");
        return new OptionSpec(property.Name, Spell(property.Name), facts.Description, TypeOf(property.Type, facts, where, depth))
        {
            IsRequired = property.IsRequired,
            IsSecret = facts.IsSecret,
            Owner = Name(property.ContainingType),
            IsSettable = property.SetMethod is { IsInitOnly: false, DeclaredAccessibility: Accessibility.Public },
        };
    }

    private OptionValueSpec TypeOf(ITypeSymbol declared, OptionFacts facts, string where, int depth)
    {
        var type = Underlying(declared);
        if (ItemOf(type, out var isMap) is { } item)
            return new OptionValueSpec(isMap ? OptionKind.Map : OptionKind.List, Name(declared)) { Min = facts.Min, Max = facts.Max, Item = TypeOf(item, OptionFacts.None, where, depth + 1) };
        if (type.TypeKind == TypeKind.Enum)
            return new OptionValueSpec(OptionKind.Choice, Name(declared)) { Enumeration = Name(type), Members = new([.. Words(type)]) };
        if (type.ToDisplayString() == "System.TimeSpan")
            return new OptionValueSpec(OptionKind.Duration, Name(declared)) { MinDuration = Duration(facts.MinDuration, where), MaxDuration = Duration(facts.MaxDuration, where) };
        return type.SpecialType switch
        {
            SpecialType.System_Boolean => new OptionValueSpec(OptionKind.Boolean, Name(declared)),
            SpecialType.System_String => new OptionValueSpec(OptionKind.Text, Name(declared)) { Min = facts.Min, Max = facts.Max },
            SpecialType.System_Double => new OptionValueSpec(OptionKind.Number, Name(declared)) { Min = facts.Min, Max = facts.Max },
            SpecialType.System_Int32 => new OptionValueSpec(OptionKind.Integer, Name(declared)) { Min = facts.Min ?? int.MinValue, Max = facts.Max ?? int.MaxValue },
            SpecialType.System_Int64 => new OptionValueSpec(OptionKind.Integer, Name(declared)) { Min = facts.Min ?? long.MinValue, Max = facts.Max ?? long.MaxValue },
            _ => Object(type, where, depth),
        };
    }

    private OptionValueSpec Object(ITypeSymbol type, string where, int depth)
    {
        if (type.TypeKind != TypeKind.Class || type.IsAbstract || type.SpecialType == SpecialType.System_Object || !HasConstructor(type) || type.AllInterfaces.Any(one => one.SpecialType == SpecialType.System_Collections_IEnumerable))
        {
            Refuse($"the option {where} has the type {type.Name}, which no option can have");
            return new OptionValueSpec(OptionKind.Object, Name(type));
        }
        return new OptionValueSpec(OptionKind.Object, Name(type)) { Object = Class(type, depth + 1) };
    }

    private long? Duration(string? text, string where)
    {
        if (text is null)
            return null;
        if (DurationText.TryParse(text, out var duration))
            return duration.Ticks;
        Refuse($"the option {where} has a bound '{text}' that is no duration");
        return null;
    }

    private void Refuse(string problem) => _problem ??= problem;

    // As reflection finds them: the class's own first, an overridden one once.
    private static IEnumerable<IPropertySymbol> Properties(ITypeSymbol type)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (ITypeSymbol? one = type; one is not null && one.SpecialType != SpecialType.System_Object; one = one.BaseType)
            foreach (var property in one.GetMembers().OfType<IPropertySymbol>())
                if (property is { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public } && seen.Add(property.Name))
                    yield return property;
    }

    private static bool HasConstructor(ITypeSymbol type) =>
        type is INamedTypeSymbol named && named.InstanceConstructors.Any(one => one.Parameters.Length == 0 && one.DeclaredAccessibility == Accessibility.Public);

    private static IEnumerable<string> Words(ITypeSymbol type) => type.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue).Select(field => field.Name);

    private static ITypeSymbol? ItemOf(ITypeSymbol type, out bool isMap)
    {
        isMap = false;
        if (type is IArrayTypeSymbol array)
            return array.ElementType;
        if (type is not INamedTypeSymbol { IsGenericType: true } generic || generic.ContainingNamespace.ToDisplayString() != "System.Collections.Generic")
            return null;
        isMap = generic.Name == "IReadOnlyDictionary" && generic.TypeArguments[0].SpecialType == SpecialType.System_String;
        return isMap ? generic.TypeArguments[1] : generic.Name == "IReadOnlyList" ? generic.TypeArguments[0] : null;
    }

    private static ITypeSymbol Underlying(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;

    private static string Name(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    private static string Spell(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);
}
