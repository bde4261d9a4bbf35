using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using EgressPipeline.Policy.Filters;

namespace EgressPipeline.Filters.Options;

/// <summary>Fills an options object from a binding's configuration by reflection, as only plugins from a folder need it.</summary>
[RequiresUnreferencedCode(Reason)]
[RequiresDynamicCode(Reason)]
internal static class OptionsBinder
{
    public const string Reason = "reads options classes by reflection; a trimmed host has its filters compiled in";

    /// <summary>Sets the properties that are written in a configuration which the schema allows.</summary>
    public static void Fill(object options, ConfigMap config)
    {
        foreach (var (property, _) in OptionsSchemaReader.Options(options.GetType()))
            if (config.Find(OptionDefault.Spell(property.Name)) is { } value)
                property.SetValue(options, Convert(value, property.PropertyType));
    }

    private static object Convert(ConfigValue value, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return value switch
        {
            ConfigScalar scalar => Scalar(scalar, type),
            ConfigList list => List(list, OptionsSchemaReader.ItemOf(type, out _)!),
            ConfigMap map when OptionsSchemaReader.ItemOf(type, out _) is { } item => Map(map, item),
            _ => Object((ConfigMap)value, type),
        };
    }

    private static object Object(ConfigMap map, Type type)
    {
        var made = Activator.CreateInstance(type)!;
        Fill(made, map);
        return made;
    }

    private static Array List(ConfigList list, Type item)
    {
        var array = Array.CreateInstance(item, list.Items.Length);
        for (var i = 0; i < list.Items.Length; i++)
            array.SetValue(Convert(list.Items[i], item), i);
        return array;
    }

    private static IDictionary Map(ConfigMap map, Type item)
    {
        var dictionary = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), item))!;
        foreach (var entry in map.Entries)
            dictionary.Add(entry.Key, Convert(entry.Value, item));
        return dictionary;
    }

    private static object Scalar(ConfigScalar scalar, Type type)
    {
        if (type.IsEnum)
            return Enum.Parse(type, Enum.GetNames(type).First(name => OptionDefault.Spell(name) == scalar.Text));
        if (type == typeof(TimeSpan))
            return DurationText.TryParse(scalar.Text, out var duration) ? duration : TimeSpan.Zero;
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => scalar.AsBoolean,
            TypeCode.Int32 => int.Parse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
            TypeCode.Int64 => long.Parse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
            TypeCode.Double => double.Parse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture),
            _ => scalar.Text,
        };
    }
}
