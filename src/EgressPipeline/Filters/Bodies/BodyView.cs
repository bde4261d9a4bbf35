namespace EgressPipeline.Filters.Bodies;

/// <summary>What a filter sees of a piece besides its bytes.</summary>
/// <param name="Target">Takes what is written in place of the piece.</param>
/// <param name="IsLast">Nothing follows.</param>
/// <param name="IsReplaceable">The filter may write.</param>
/// <param name="Offset">Bytes before it.</param>
/// <param name="WithRequest">The request is at hand.</param>
internal readonly record struct BodyView(BodyBuffer Target, bool IsLast, bool IsReplaceable, long Offset, bool WithRequest);
