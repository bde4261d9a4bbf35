using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Filters;

/// <summary>A mapping in the order written; keys are unique.</summary>
public sealed class ConfigMap(ConfigEntry[] entries, SourceRef source) : ConfigValue(source)
{
    public ConfigEntry[] Entries { get; } = entries;

    public override string Description => "a mapping";

    /// <summary>The entry's value, or null when the key is missing or its value is null.</summary>
    public ConfigValue? Find(string name)
    {
        foreach (var entry in Entries)
            if (entry.Key == name)
                return entry.Value is ConfigScalar { Kind: ConfigScalarKind.Null } ? null : entry.Value;
        return null;
    }
}
