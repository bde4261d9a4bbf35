using EgressPipeline.Policy.Filters;

namespace EgressPipeline.Policy.Text.Binding;

/// <summary>Reads values that have no schema of their own.</summary>
internal static class ConfigBinder
{
    /// <summary>The mapping as it is, or null when it is not written.</summary>
    public static ConfigMap? Map(Fieldset owner, string name) => owner.Node(name) is YamlMapping mapping ? Map(mapping) : null;

    private static ConfigValue Value(YamlNode node) => node switch
    {
        YamlMapping mapping => Map(mapping),
        YamlSequence sequence => new ConfigList([.. sequence.Items.Select(Value)], sequence.Source),
        YamlScalar scalar => new ConfigScalar(scalar.Value, Kind(scalar), scalar.Source),
        _ => throw new InvalidOperationException($"no such node: {node.Description}"),
    };

    private static ConfigMap Map(YamlMapping mapping) =>
        new([.. mapping.Entries.Select(e => new ConfigEntry(e.Key.Value, Value(e.Value), e.Key.Source))], mapping.Source);

    private static ConfigScalarKind Kind(YamlScalar scalar) => scalar.Kind switch
    {
        YamlScalarKind.Null => ConfigScalarKind.Null,
        YamlScalarKind.Boolean => ConfigScalarKind.Boolean,
        YamlScalarKind.Integer => scalar.TryGetInteger(out _) ? ConfigScalarKind.Integer : ConfigScalarKind.Number,
        YamlScalarKind.Number => ConfigScalarKind.Number,
        _ => ConfigScalarKind.Text,
    };
}
