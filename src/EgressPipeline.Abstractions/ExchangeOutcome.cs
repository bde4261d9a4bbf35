namespace EgressPipeline;

/// <summary>How an exchange went: the head of an answer, or why there is none.</summary>
/// <param name="Status">Status of the answer, or 0.</param>
/// <param name="Error">Why there is no answer, or <see cref="EgressError.None"/>.</param>
public readonly record struct ExchangeOutcome(int Status, EgressError Error)
{
    /// <summary>True when the service answered.</summary>
    public bool IsAnswered => !Error.IsError;
}
