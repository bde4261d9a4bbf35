namespace DataGuard.Codings;

/// <summary>A repetition of earlier output.</summary>
/// <param name="Length">Bytes, 3 to 258; 0 = no match is coded so.</param>
/// <param name="Distance">How far back, from 1.</param>
/// <param name="Bits">Bits of what was read after the length's code.</param>
internal readonly record struct InflateMatch(int Length, int Distance, int Bits);
