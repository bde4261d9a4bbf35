using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Filters;

/// <summary>Judges the configuration of a binding by the options of its filter. Reports everything that is wrong, and goes on.</summary>
public static class OptionsValidator
{
    /// <summary>Adds every finding to the bag.</summary>
    /// <param name="config">What is written.</param>
    /// <param name="schema">What the filter takes.</param>
    /// <param name="path">Where it stands, for messages: <c>config</c>.</param>
    /// <param name="bag">Takes the findings.</param>
    public static void Validate(ConfigMap config, OptionsSchema schema, string path, DiagnosticBag bag)
    {
        foreach (var entry in config.Entries)
            CheckEntry(entry, schema, path, bag);
        foreach (var field in schema.Fields)
            if (field.IsRequired && config.Find(field.Name) is null)
                bag.Report(BindingDiagnostics.Missing, config.Source, field.Name, path);
    }

    private static void CheckEntry(ConfigEntry entry, OptionsSchema schema, string path, DiagnosticBag bag)
    {
        if (schema.Find(entry.Key) is not { } field)
            bag.Report(BindingDiagnostics.UnknownField, entry.Source, entry.Key, path, Spelling.Suggest(entry.Key, schema.Fields.Select(f => f.Name)));
        else if (!IsNull(entry.Value))
            Check(entry.Value, field.Type, path + "." + entry.Key, new OptionFindings(bag, field.IsSecret));
    }

    private static void Check(ConfigValue value, OptionType type, string path, OptionFindings findings)
    {
        switch (type.Kind)
        {
            case OptionKind.Object when value is ConfigMap map:
                Validate(map, type.Members!, path, findings.Bag);
                return;
            case OptionKind.List when value is ConfigList list:
                findings.CheckLength(list, list.Items.Length, "items", type, path);
                for (var i = 0; i < list.Items.Length; i++)
                    CheckItem(list.Items[i], type.Item!, path + "[" + i + "]", findings);
                return;
            case OptionKind.Map when value is ConfigMap map:
                findings.CheckLength(map, map.Entries.Length, "entries", type, path);
                foreach (var entry in map.Entries)
                    CheckItem(entry.Value, type.Item!, path + "." + entry.Key, findings);
                return;
            case OptionKind.Object or OptionKind.List or OptionKind.Map:
                findings.WrongType(value, type, path);
                return;
            default:
                CheckScalar(value, type, path, findings);
                return;
        }
    }

    private static void CheckItem(ConfigValue value, OptionType type, string path, OptionFindings findings)
    {
        if (IsNull(value))
            findings.Bag.Report(BindingDiagnostics.NullItem, value.Source, path);
        else
            Check(value, type, path, findings);
    }

    private static void CheckScalar(ConfigValue value, OptionType type, string path, OptionFindings findings)
    {
        if (value is not ConfigScalar scalar || !IsOf(scalar, type.Kind))
        {
            findings.WrongType(value, type, path);
            return;
        }
        switch (type.Kind)
        {
            case OptionKind.Integer or OptionKind.Number:
                findings.CheckRange(scalar, type, path);
                return;
            case OptionKind.Text:
                findings.CheckLength(scalar, scalar.Text.Length, "characters", type, path);
                return;
            case OptionKind.Duration:
                findings.CheckDuration(scalar, type, path);
                return;
            case OptionKind.Choice:
                findings.CheckChoice(scalar, type, path);
                return;
        }
    }

    private static bool IsOf(ConfigScalar scalar, OptionKind kind) => kind switch
    {
        OptionKind.Boolean => scalar.Kind == ConfigScalarKind.Boolean,
        OptionKind.Integer => scalar.Kind == ConfigScalarKind.Integer,
        OptionKind.Number => scalar.Kind is ConfigScalarKind.Integer or ConfigScalarKind.Number,
        _ => scalar.Kind == ConfigScalarKind.Text,
    };

    private static bool IsNull(ConfigValue value) => value is ConfigScalar { Kind: ConfigScalarKind.Null };
}
