using System.Globalization;
using EgressPipeline.Policy.Filters;

namespace EgressPipeline.Filters.Options;

/// <summary>How names and defaults of options are written in YAML and in lists.</summary>
internal static class OptionDefault
{
    /// <summary>A name as YAML spells it: with a small first letter.</summary>
    public static string Spell(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    /// <summary>A default for people; empty for nothing and for what has no short form.</summary>
    public static string Text(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        TimeSpan duration => DurationText.Of(duration),
        Enum choice => Spell(choice.ToString()),
        string text => text,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => "",
    };
}
