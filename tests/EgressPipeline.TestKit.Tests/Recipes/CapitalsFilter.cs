namespace EgressPipeline.TestKit.Tests.Recipes;

/// <summary>Writes the answers' ASCII letters as capitals, piece by piece.</summary>
[EgressFilter("capitals", "1.0.0", Capabilities = FilterCapabilities.ChangesBody)]
public sealed class CapitalsFilter : IResponseBodyFilter
{
    public ValueTask<FilterResult> OnResponseAsync(EgressRequest request, CancellationToken cancellationToken) =>
        new(FilterResult.ReadBody(BodyAccess.Transform));

    public ValueTask<FilterResult> OnResponseBodyAsync(EgressBody body, CancellationToken cancellationToken)
    {
        var piece = body.Bytes;
        var room = body.GetSpan(piece.Length);
        for (var i = 0; i < piece.Length; i++)
            room[i] = piece[i] is >= (byte)'a' and <= (byte)'z' ? (byte)(piece[i] - 32) : piece[i];
        body.Advance(piece.Length);
        return new(FilterResult.Continue);
    }
}
