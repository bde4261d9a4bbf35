namespace EgressPipeline.Policy.Filters;

/// <summary>What may stand as the value of an option.</summary>
/// <param name="Kind">The type.</param>
public sealed record OptionType(OptionKind Kind)
{
    /// <summary>Least number; for texts, lists and maps the least length; null = no bound.</summary>
    public double? Min { get; init; }

    /// <summary>Largest number; for texts, lists and maps the largest length; null = no bound.</summary>
    public double? Max { get; init; }
    public TimeSpan MinDuration { get; init; } = TimeSpan.Zero;
    public TimeSpan MaxDuration { get; init; } = TimeSpan.MaxValue;

    /// <summary>The words of a choice, as they are written.</summary>
    public string[] Words { get; init; } = [];

    /// <summary>Of a list's items or a map's values.</summary>
    public OptionType? Item { get; init; }

    /// <summary>Of an object.</summary>
    public OptionsSchema? Members { get; init; }

    /// <summary>A type by what a generator knows of it.</summary>
    /// <param name="kind">The type.</param>
    /// <param name="min">See <see cref="Min"/>.</param>
    /// <param name="max">See <see cref="Max"/>.</param>
    public static OptionType Bounded(OptionKind kind, double? min, double? max) => new(kind) { Min = min, Max = max };

    /// <summary>A duration; null = no bound.</summary>
    public static OptionType Duration(TimeSpan? min, TimeSpan? max) => new(OptionKind.Duration) { MinDuration = min ?? TimeSpan.Zero, MaxDuration = max ?? TimeSpan.MaxValue };

    /// <summary>One of some words.</summary>
    public static OptionType Choice(string[] words) => new(OptionKind.Choice) { Words = words };

    /// <summary>An object.</summary>
    public static OptionType Object(OptionsSchema members) => new(OptionKind.Object) { Members = members };

    /// <summary>The same as a list or map of items.</summary>
    public OptionType Of(OptionType item) => this with { Item = item };

    /// <summary>How the type is called in messages and lists.</summary>
    public string Description => Kind switch
    {
        OptionKind.Boolean => "a boolean",
        OptionKind.Integer => "a whole number",
        OptionKind.Number => "a number",
        OptionKind.Text => "a text",
        OptionKind.Duration => "a duration",
        OptionKind.Choice => "one of " + string.Join(", ", Words),
        OptionKind.List => "a list",
        _ => "a mapping",
    };
}
