namespace EgressPipeline.Filters.Exchanges;

/// <summary>The attempts that filters surround, as the connection makes them.</summary>
internal interface IExchangeAttempts
{
    /// <summary>True when the request can be sent once more: its body is here, and the call has not ended.</summary>
    bool CanRepeat { get; }

    /// <summary>True when the call has ended for another reason.</summary>
    bool IsInterrupted { get; }

    /// <summary>Cancelled then.</summary>
    CancellationToken Interrupted { get; }

    /// <summary>Sends the request and waits for the head of the answer or a failure; a previous answer is given up.</summary>
    ValueTask<ExchangeOutcome> RunAsync();

    /// <summary>Ends what is under way.</summary>
    void Interrupt();
}
