namespace DataGuard.Patterns;

/// <summary>A parsed pattern with its conditions at both ends.</summary>
/// <param name="Root">What must be there.</param>
/// <param name="StartsAtBoundary">Between a word character and another one (<c>\b</c>).</param>
/// <param name="EndsAtBoundary">Likewise at the end.</param>
internal sealed record Pattern(PatternNode Root, bool StartsAtBoundary, bool EndsAtBoundary);
