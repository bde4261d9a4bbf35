namespace EgressPipeline.Policy.Plan;

/// <summary>A piece of a header's value.</summary>
/// <param name="Source">Where it comes from.</param>
/// <param name="Text">The text of a literal, or the name of a field in lower case; otherwise empty.</param>
/// <param name="Alternative">The field that counts when the first is absent; empty = none.</param>
/// <param name="MaxLength">Bytes after which the piece is cut; 0 = never.</param>
public sealed record HeaderSegment(HeaderSource Source, byte[] Text, byte[] Alternative, int MaxLength);
