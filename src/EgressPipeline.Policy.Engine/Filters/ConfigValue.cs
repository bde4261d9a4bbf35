using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Filters;

/// <summary>A piece of a FilterBinding's free configuration with its place, until a filter's options give it a type. Immutable.</summary>
public abstract class ConfigValue(SourceRef source)
{
    /// <summary>Where it is written.</summary>
    public SourceRef Source { get; } = source;

    /// <summary>How it is called in messages: "a list", "a number" ….</summary>
    public abstract string Description { get; }
}
