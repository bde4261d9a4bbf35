using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Filters;

namespace EgressPipeline.Filters.Options;

/// <summary>Fills an options object from a binding's configuration. Whatever is wrong is reported at its place, everything at once.</summary>
/// <remarks>Classes inside of options are reached by reflection: a host that is trimmed keeps the assemblies of its filters whole.</remarks>
[UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "assemblies of filters are kept whole, see remarks")]
[UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "assemblies of filters are kept whole, see remarks")]
[UnconditionalSuppressMessage("Trimming", "IL2067", Justification = "assemblies of filters are kept whole, see remarks")]
[UnconditionalSuppressMessage("AOT", "IL3050", Justification = "arrays and dictionaries of the item types exist where the options class has them")]
internal static class OptionsBinder
{
    private const string Root = "config";

    /// <summary>The options, or null when anything is wrong; the bag says what.</summary>
    public static object? Bind(ConfigMap config, FilterFactory factory, OptionsSchema schema, DiagnosticBag bag)
    {
        var findings = new DiagnosticBag();
        OptionsValidator.Validate(config, schema, Root, findings);
        var options = findings.HasErrors ? null : factory.NewOptions();
        if (options is not null)
        {
            Fill(options, config);
            Validate(options, config, findings);
        }
        foreach (var finding in findings.Items)
            bag.Add(finding);
        return findings.HasErrors ? null : options;
    }

    private static void Validate(object options, ConfigMap config, DiagnosticBag findings)
    {
        if (options is not IValidatedOptions validated)
            return;
        var problems = new OptionProblems();
        validated.Validate(problems);
        foreach (var (path, message) in problems.Items)
            findings.Report(FilterDiagnostics.InvalidOption, ConfigPath.Find(config, path), path.Length == 0 ? Root : Root + "." + path, message);
    }

    private static void Fill(object options, ConfigMap config)
    {
        foreach (var (property, _) in OptionsSchemaReader.Options(options.GetType()))
            if (config.Find(OptionsSchemaReader.Spell(property.Name)) is { } value)
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
            return Enum.Parse(type, Enum.GetNames(type).First(name => OptionsSchemaReader.Spell(name) == scalar.Text));
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
