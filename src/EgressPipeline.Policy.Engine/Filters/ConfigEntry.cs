using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Filters;

/// <summary>One key of a mapping and its value.</summary>
/// <param name="Source">The place of the key.</param>
public sealed record ConfigEntry(string Key, ConfigValue Value, SourceRef Source);
