using Microsoft.CodeAnalysis;

namespace EgressPipeline.Generators.Filters;

/// <summary>What an <c>[Option]</c> says.</summary>
internal sealed class OptionFacts
{
    /// <summary>Of what has no attribute of its own: the items of a list.</summary>
    public static readonly OptionFacts None = new();

    private OptionFacts()
    {
    }

    public OptionFacts(AttributeData attribute)
    {
        Description = attribute.ConstructorArguments.Length > 0 ? attribute.ConstructorArguments[0].Value as string ?? "" : "";
        foreach (var argument in attribute.NamedArguments)
            switch (argument.Key)
            {
                case "Min":
                    Min = Number(argument.Value);
                    break;
                case "Max":
                    Max = Number(argument.Value);
                    break;
                case "MinDuration":
                    MinDuration = argument.Value.Value as string;
                    break;
                case "MaxDuration":
                    MaxDuration = argument.Value.Value as string;
                    break;
                case "Secret":
                    IsSecret = argument.Value.Value is true;
                    break;
            }
    }

    public string Description { get; } = "";
    public double? Min { get; }
    public double? Max { get; }
    public string? MinDuration { get; }
    public string? MaxDuration { get; }
    public bool IsSecret { get; }

    private static double? Number(TypedConstant value) => value.Value is double number && !double.IsNaN(number) ? number : null;
}
