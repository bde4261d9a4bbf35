namespace EgressPipeline;

/// <summary>
/// Makes a property an option of a filter: a key of the FilterBinding's <c>config</c>, spelt like the property with a small
/// first letter. Keys that no property has, values of another type or out of range are errors with file and line.
/// </summary>
/// <remarks>
/// Types: bool, int, long, double, string, TimeSpan (<c>1.5s</c>), enums (spelt with a small first letter), classes with options of their own; arrays,
/// <see cref="IReadOnlyList{T}"/> and <see cref="IReadOnlyDictionary{TKey, TValue}"/> with text keys of all these; nullable for
/// "may be left out". A property that is <c>required</c> must be written. The initial value of the property is the default.
/// </remarks>
/// <param name="description">One sentence for <c>egress plugins list</c> and the documentation.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OptionAttribute(string description) : Attribute
{
    /// <summary>What it means.</summary>
    public string Description { get; } = description;

    /// <summary>Least number; for texts, lists and maps the least length.</summary>
    public double Min { get; init; } = double.NaN;

    /// <summary>Largest number; for texts, lists and maps the largest length.</summary>
    public double Max { get; init; } = double.NaN;

    /// <summary>Least duration, <c>10ms</c>; null = zero.</summary>
    public string? MinDuration { get; init; }

    /// <summary>Largest duration, <c>1h</c>; null = no bound.</summary>
    public string? MaxDuration { get; init; }

    /// <summary>True for a value that must not be shown: messages and lists leave it out.</summary>
    public bool Secret { get; init; }
}
