using EgressPipeline.Policy.Filters;

namespace EgressPipeline.Generators.Model;

/// <summary>An options class.</summary>
/// <param name="Type">Its C# name, <c>global::</c> included.</param>
/// <param name="Options">In the order of declaration.</param>
internal sealed record OptionsSpec(string Type, EquatableArray<OptionSpec> Options);

/// <summary>One option.</summary>
/// <param name="Property">Name of the property.</param>
/// <param name="Key">As YAML spells it.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Value">What may stand there.</param>
internal sealed record OptionSpec(string Property, string Key, string Description, OptionValueSpec Value)
{
    public bool IsRequired { get; init; }
    public bool IsSecret { get; init; }

    /// <summary>C# name of the class that declares the property.</summary>
    public required string Owner { get; init; }

    /// <summary>True when any code may set the property at any time: it is neither <c>init</c> nor less than public.</summary>
    public required bool IsSettable { get; init; }
}

/// <summary>The type of a value.</summary>
/// <param name="Kind">As schemas know it.</param>
/// <param name="Type">C# name of the type as declared, <c>?</c> of value types included.</param>
internal sealed record OptionValueSpec(OptionKind Kind, string Type)
{
    public double? Min { get; init; }
    public double? Max { get; init; }

    /// <summary>Ticks; null = none.</summary>
    public long? MinDuration { get; init; }

    /// <summary>Ticks; null = none.</summary>
    public long? MaxDuration { get; init; }

    /// <summary>Of a choice: C# names of its members.</summary>
    public EquatableArray<string> Members { get; init; }

    /// <summary>Of a choice: C# name of the enumeration.</summary>
    public string Enumeration { get; init; } = "";

    /// <summary>Of a list's items or a map's values.</summary>
    public OptionValueSpec? Item { get; init; }

    /// <summary>Of an object.</summary>
    public OptionsSpec? Object { get; init; }
}
