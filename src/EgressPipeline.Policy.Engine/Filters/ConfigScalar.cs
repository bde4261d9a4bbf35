using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Filters;

/// <summary>A single value as written. Quoted ones are always texts.</summary>
public sealed class ConfigScalar(string text, ConfigScalarKind kind, SourceRef source) : ConfigValue(source)
{
    /// <summary>The text as written, without quotes.</summary>
    public string Text { get; } = text;

    public ConfigScalarKind Kind { get; } = kind;

    /// <summary>The boolean, in any of the spellings that Kubernetes' YAML 1.1 accepts.</summary>
    public bool AsBoolean => Text.Length > 0 && (Text[0] is 't' or 'T' or 'y' or 'Y' || Text is "on" or "On" or "ON");

    public override string Description => Kind switch
    {
        ConfigScalarKind.Null => "null",
        ConfigScalarKind.Boolean => "a boolean",
        ConfigScalarKind.Integer or ConfigScalarKind.Number => "a number",
        _ => "a text",
    };
}
