namespace EgressPipeline.Policy.Text;

/// <summary>One key of a mapping and its value.</summary>
internal sealed record YamlEntry(YamlScalar Key, YamlNode Value);
