namespace EgressPipeline.Authentication;

/// <summary>What came of fetching keys.</summary>
/// <param name="Keys">Null when they could not be had.</param>
/// <param name="Problem">One clause for the log; null when there are keys.</param>
internal sealed record KeyFetch(KeySet? Keys, string? Problem)
{
    public static KeyFetch Bad(string problem) => new(null, problem);
}
