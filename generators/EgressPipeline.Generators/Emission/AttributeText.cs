using System.Globalization;
using Microsoft.CodeAnalysis;

namespace EgressPipeline.Generators.Emission;

/// <summary>Writes an attribute as the C# expression that makes it again.</summary>
internal static class AttributeText
{
    public static string Of(AttributeData attribute)
    {
        var made = "new " + Name(attribute.AttributeClass!) + "(" + string.Join(", ", attribute.ConstructorArguments.Select(Value)) + ")";
        var named = attribute.NamedArguments.Select(argument => argument.Key + " = " + Value(argument.Value)).ToArray();
        return named.Length == 0 ? made : made + " { " + string.Join(", ", named) + " }";
    }

    /// <summary>The name of the enumeration's member that an argument has; null when it is not written, or has no name.</summary>
    public static string? NameOf(AttributeData attribute, string argument)
    {
        var value = attribute.NamedArguments.FirstOrDefault(one => one.Key == argument).Value;
        return value is { Kind: TypedConstantKind.Enum, Type: { } type }
            ? type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(field => Equals(field.ConstantValue, value.Value))?.Name
            : null;
    }

    private static string Value(TypedConstant constant) => constant.Kind switch
    {
        _ when constant.IsNull => "null",
        TypedConstantKind.Array => "new " + Name(constant.Type!) + " { " + string.Join(", ", constant.Values.Select(Value)) + " }",
        TypedConstantKind.Enum => "(" + Name(constant.Type!) + ")(" + Convert.ToString(constant.Value, CultureInfo.InvariantCulture) + ")",
        TypedConstantKind.Type => "typeof(" + Name((ITypeSymbol)constant.Value!) + ")",
        _ => constant.Value switch
        {
            string text => CSharpText.Literal(text),
            bool flag => flag ? "true" : "false",
            var number => Convert.ToString(number, CultureInfo.InvariantCulture)!,
        },
    };

    private static string Name(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
}
