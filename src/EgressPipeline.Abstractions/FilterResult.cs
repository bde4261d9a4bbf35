namespace EgressPipeline;

/// <summary>What a filter's phase decided: go on, or end the request with a reason.</summary>
/// <remarks>A value: nothing is allocated to say "go on".</remarks>
public readonly struct FilterResult
{
    private FilterResult(EgressError error, int status, string? detail)
    {
        Error = error;
        Status = status;
        Detail = detail;
    }

    /// <summary>The request goes on to the next filter.</summary>
    public static FilterResult Continue => default;

    /// <summary>Why the request ends here; <see cref="EgressError.None"/> when it goes on.</summary>
    public EgressError Error { get; }

    /// <summary>HTTP status to answer with, or 0 for the status that belongs to <see cref="Error"/>.</summary>
    public int Status { get; }

    /// <summary>One sentence for the caller, the log and the decision record; never a secret.</summary>
    public string? Detail { get; }

    /// <summary>True when the request goes on.</summary>
    public bool IsContinue => !Error.IsError;

    /// <summary>Ends the request.</summary>
    /// <param name="error">Why; must be an error.</param>
    /// <param name="detail">One sentence for the caller and the log.</param>
    /// <param name="status">HTTP status, 400 to 599, or 0 for the one that belongs to the reason.</param>
    public static FilterResult Stop(EgressError error, string? detail = null, int status = 0)
    {
        if (!error.IsError)
            throw new ArgumentException("a filter that stops a request names an error", nameof(error));
        if (status is not 0 and (< 400 or > 599))
            throw new ArgumentOutOfRangeException(nameof(status), status, "a refusal has a status from 400 to 599");
        return new FilterResult(error, status, detail);
    }
}
