using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Rules;

/// <summary>A value with the place where it is written, so that every later stage can point at it.</summary>
public sealed record Located<T>(T Value, SourceRef Source)
{
    public override string ToString() => Value?.ToString() ?? "";
}
