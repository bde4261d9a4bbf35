using DataGuard.Detection;

namespace DataGuard.Patterns;

/// <summary>A parsed pattern.</summary>
internal abstract record PatternNode
{
    /// <summary>One byte of a class.</summary>
    internal sealed record Single(ByteClass Class) : PatternNode;

    /// <summary>One after the other; nothing at all when there are none.</summary>
    internal sealed record Sequence(IReadOnlyList<PatternNode> Parts) : PatternNode;

    /// <summary>One of several.</summary>
    internal sealed record Choice(IReadOnlyList<PatternNode> Options) : PatternNode;

    /// <summary>Several times.</summary>
    internal sealed record Repeat(PatternNode Part, int Min, int Max) : PatternNode;
}
