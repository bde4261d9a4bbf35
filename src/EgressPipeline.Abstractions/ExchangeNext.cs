namespace EgressPipeline;

/// <summary>The exchange that an <see cref="IExchangeFilter"/> surrounds. Valid while its phase runs; not thread-safe.</summary>
public readonly struct ExchangeNext
{
    private readonly IExchangeRunner _runner;
    private readonly int _level;
    private readonly int _epoch;

    /// <summary>For a host or a test kit.</summary>
    /// <param name="runner">Runs the exchange.</param>
    /// <param name="level">Which of the nested filters this is for.</param>
    /// <param name="epoch">Tells this request's handle from a later one's.</param>
    public ExchangeNext(IExchangeRunner runner, int level, int epoch)
    {
        _runner = runner;
        _level = level;
        _epoch = epoch;
    }

    /// <summary>
    /// True when another call would have something to send: the request body is there to be sent again, and the filter has calls
    /// left. True before the first call.
    /// </summary>
    public bool CanRun => _runner.CanRun(_level, _epoch);

    /// <summary>
    /// Sends the request and waits for the head of the answer or a failure, retries of the route included. A previous answer is
    /// given up. The response headers are those of the request's handle.
    /// </summary>
    /// <exception cref="FilterContractException">Called too often, while another call is under way, or after the phase.</exception>
    public ValueTask<ExchangeOutcome> RunAsync() => _runner.RunAsync(_level, _epoch);
}
