namespace EgressPipeline;

/// <summary>What a filter's phase decided: go on, read the body as well, go elsewhere, or end the request.</summary>
/// <remarks>A value: nothing is allocated to say "go on". Immutable and safe to keep and to return again.</remarks>
public readonly struct FilterResult
{
    // Small, because every phase of every filter returns one: verdict in the low bits, above them what belongs to it.
    private const int VerdictBits = 3;
    private const int ReasonShift = 16;
    private const int SideShift = 24;
    private const int RetryShift = 28;

    private readonly object? _payload; // detail, answer or destination
    private readonly long _packed;

    private FilterResult(FilterVerdict verdict, long number, object? payload)
    {
        _packed = number << VerdictBits | (uint)verdict;
        _payload = payload;
    }

    /// <summary>The request goes on to the next filter.</summary>
    public static FilterResult Continue => default;

    /// <summary>What was decided.</summary>
    public FilterVerdict Verdict => (FilterVerdict)(_packed & ((1 << VerdictBits) - 1));

    /// <summary>Why the request ends here; <see cref="EgressError.None"/> unless it is refused.</summary>
    public EgressError Error => Verdict == FilterVerdict.Refuse
        ? new EgressError((EgressErrorReason)(byte)(Number >> ReasonShift), (FailureSide)(Number >> SideShift & 0xF), (Retryability)(Number >> RetryShift & 0xF))
        : default;

    /// <summary>True when the request goes on, with or without its body being read.</summary>
    public bool IsContinue => Verdict <= FilterVerdict.ReadBody;

    /// <summary>HTTP status to refuse with, or 0 for the status that belongs to <see cref="Error"/>.</summary>
    public int Status => Verdict == FilterVerdict.Refuse ? (ushort)Number : 0;

    /// <summary>One sentence for the caller, the log and the decision record; null unless the request is refused.</summary>
    public string? Detail => _payload as string;

    /// <summary>The answer; null unless the verdict is <see cref="FilterVerdict.Answer"/>.</summary>
    public FilterAnswer? GivenAnswer => _payload as FilterAnswer;

    /// <summary>The other destination; null unless the verdict is <see cref="FilterVerdict.Redirect"/>.</summary>
    public FilterDestination? Destination => _payload as FilterDestination;

    /// <summary>How the body shall be read; <see cref="BodyMode.None"/> unless the verdict is <see cref="FilterVerdict.ReadBody"/>.</summary>
    public BodyAccess Body => Verdict == FilterVerdict.ReadBody ? BodyAccess.Unpack(Number) : default;

    private long Number => _packed >> VerdictBits;

    /// <summary>The request goes on, and the filter's body phase is called for its body (of the same direction).</summary>
    /// <param name="access">Piece by piece or whole.</param>
    public static FilterResult ReadBody(BodyAccess access) => new(FilterVerdict.ReadBody, access.Pack(), null);

    /// <summary>Refuses the request as forbidden. Needs <see cref="FilterCapabilities.MayDeny"/>.</summary>
    /// <param name="detail">One sentence for the caller and the log; never a secret.</param>
    /// <param name="status">HTTP status, 400 to 599.</param>
    public static FilterResult Deny(string? detail = null, int status = 403) =>
        Stop(new EgressError(EgressErrorReason.Denied, FailureSide.Local, Retryability.Never), detail, status);

    /// <summary>Answers in place of the service. Needs <see cref="FilterCapabilities.MayAnswer"/>.</summary>
    /// <param name="answer">What to answer; may be kept and used for any number of requests.</param>
    public static FilterResult Answer(FilterAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return new FilterResult(FilterVerdict.Answer, 0, answer);
    }

    /// <summary>
    /// Sends the request to another service, which must be declared; registry, authorization and routing judge it again as if
    /// the application had called it. Only from <see cref="IRequestFilter.OnRequestAsync"/> before routing; needs
    /// <see cref="FilterCapabilities.MayRedirect"/>. A filter that has redirected a request is not called for it again.
    /// </summary>
    /// <param name="destination">Where to.</param>
    public static FilterResult Redirect(FilterDestination destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return new FilterResult(FilterVerdict.Redirect, 0, destination);
    }

    /// <summary>Ends the request with any reason. Needs <see cref="FilterCapabilities.MayDeny"/>.</summary>
    /// <param name="error">Why; must be an error.</param>
    /// <param name="detail">One sentence for the caller and the log; never a secret.</param>
    /// <param name="status">HTTP status, 400 to 599, or 0 for the one that belongs to the reason.</param>
    public static FilterResult Stop(EgressError error, string? detail = null, int status = 0)
    {
        if (!error.IsError)
            throw new ArgumentException("a filter that stops a request names an error", nameof(error));
        if (status is not 0 and (< 400 or > 599))
            throw new ArgumentOutOfRangeException(nameof(status), status, "a refusal has a status from 400 to 599");
        return new FilterResult(FilterVerdict.Refuse, (long)error.Retry << RetryShift | (long)error.Side << SideShift | (long)error.Reason << ReasonShift | (uint)status, detail);
    }
}
