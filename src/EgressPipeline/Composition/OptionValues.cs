using System.Globalization;
using EgressPipeline.Filters.Options;
using EgressPipeline.Policy.Filters;

namespace EgressPipeline.Composition;

/// <summary>
/// Reads values of a configuration that its schema was found to allow: for generated code. A value of another kind throws
/// <see cref="InvalidCastException"/> or <see cref="FormatException"/>.
/// </summary>
public static class OptionValues
{
    /// <summary>A boolean.</summary>
    public static bool Boolean(ConfigValue value) => ((ConfigScalar)value).AsBoolean;

    /// <summary>A whole number.</summary>
    public static int Int32(ConfigValue value) => int.Parse(Text(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    /// <summary>A large whole number.</summary>
    public static long Int64(ConfigValue value) => long.Parse(Text(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    /// <summary>A number.</summary>
    public static double Double(ConfigValue value) => double.Parse(Text(value), NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>A text, or the word of a choice.</summary>
    public static string Text(ConfigValue value) => ((ConfigScalar)value).Text;

    /// <summary>A duration.</summary>
    public static TimeSpan Duration(ConfigValue value) => DurationText.TryParse(Text(value), out var duration) ? duration : throw new FormatException("no duration");

    /// <summary>An object.</summary>
    public static ConfigMap Object(ConfigValue value) => (ConfigMap)value;

    /// <summary>A list.</summary>
    /// <param name="value">The list.</param>
    /// <param name="read">Reads an item.</param>
    public static T[] List<T>(ConfigValue value, Func<ConfigValue, T> read) => Array.ConvertAll(((ConfigList)value).Items, item => read(item));

    /// <summary>A map with texts as keys.</summary>
    /// <param name="value">The map.</param>
    /// <param name="read">Reads a value of it.</param>
    public static IReadOnlyDictionary<string, T> Map<T>(ConfigValue value, Func<ConfigValue, T> read) =>
        ((ConfigMap)value).Entries.ToDictionary(entry => entry.Key, entry => read(entry.Value), StringComparer.Ordinal);

    /// <summary>A default as lists of options show it.</summary>
    public static string DefaultText(object? value) => OptionDefault.Text(value);
}
