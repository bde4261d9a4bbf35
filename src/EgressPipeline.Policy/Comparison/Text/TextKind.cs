using EgressPipeline.Policy.Comparison.Classes;

namespace EgressPipeline.Policy.Comparison.Text;

/// <summary>All texts that the same patterns match, by one of them.</summary>
/// <param name="Example">One of the texts: the shortest, or one that looks familiar.</param>
/// <param name="Patterns">The patterns that match, by position.</param>
internal sealed record TextKind(byte[] Example, BitSet Patterns);
