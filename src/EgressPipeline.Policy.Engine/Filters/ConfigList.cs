using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Filters;

/// <summary>A list.</summary>
public sealed class ConfigList(ConfigValue[] items, SourceRef source) : ConfigValue(source)
{
    public ConfigValue[] Items { get; } = items;

    public override string Description => "a list";
}
