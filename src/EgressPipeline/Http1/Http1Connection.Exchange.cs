using EgressPipeline.Filters;
using EgressPipeline.Filters.Exchanges;
using EgressPipeline.Pipeline;

namespace EgressPipeline.Http1;

/// <summary>Filters that surround the attempts.</summary>
internal sealed partial class Http1Connection : IExchangeAttempts
{
    private ExchangeRun? _exchangeRun;
    private bool _isSurrounded;
    private bool _hasRun;

    bool IExchangeAttempts.CanRepeat => (_bodyBuffered || _pump is null) && _interrupt.Reason == EgressErrorReason.None;

    bool IExchangeAttempts.IsInterrupted => _interrupt.Reason != EgressErrorReason.None;

    CancellationToken IExchangeAttempts.Interrupted => _interrupt.Token;

    async ValueTask<ExchangeOutcome> IExchangeAttempts.RunAsync()
    {
        if (_hasRun)
            BeginAgain();
        _hasRun = true;
        BeginAttempts();
        await DriveAsync(Http1Step.Exchanged);
        return new ExchangeOutcome(_responseReady ? _exchange.Status : 0, _responseReady ? EgressError.None : _attemptError);
    }

    void IExchangeAttempts.Interrupt() => _interrupt.Fire(EgressErrorReason.FilterFailed);

    /// <summary>The request is ready to be sent: through the filters that surround the attempts, where there are any.</summary>
    private void BeginExchange()
    {
        var slots = _exchange.Snapshot.Filters.Exchange;
        if (slots.Length > 0)
            Surround(slots);
        if (_isSurrounded)
            _step = Http1Step.Exchange;
        else
            BeginAttempts();
    }

    private void Surround(FilterSlot[] slots)
    {
        _exchangeRun ??= new ExchangeRun(_exchange, this, _services.Filters);
        _exchangeRun.Begin();
        foreach (var slot in slots)
            if (IsWanted(slot, FilterMarks.Out))
                _exchangeRun.Add(slot);
        _isSurrounded = !_exchangeRun.IsEmpty;
        _hasRun = false;
    }

    private void OnExchanged()
    {
        _isSurrounded = false;
        if (_exchangeRun!.Conclusion is not { } conclusion)
        {
            Answer();
            return;
        }
        if (_interrupt.Reason != EgressErrorReason.FilterFailed && EndedMeanwhile())
            return;
        DropUpstream();
        Conclude(conclusion.Slot, conclusion.Result);
    }

    /// <summary>The attempts came to an end that a surrounding filter looks at first. False when there is none.</summary>
    private bool IsHandedBack()
    {
        if (!_isSurrounded)
            return false;
        _step = Http1Step.Exchanged;
        return true;
    }

    private void BeginAgain()
    {
        EndAttempt();
        if (_admitted)
            _exchange.ClusterState!.Release();
        _admitted = false;
        _interrupt.Begin();
        _exchange.Status = 0;
        _exchange.Flags = ResponseFlags.None;
        _exchange.Failure = EgressError.None;
        _exchange.Detail = null;
    }
}
