namespace EgressPipeline.Policy.Diagnostics;

/// <summary>Where a piece of YAML ends: 1-based, the column just behind the last character. 0 = not known.</summary>
public readonly record struct SourceEnd(int Line, int Column)
{
    public bool IsKnown => Line > 0;
}
