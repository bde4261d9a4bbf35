using EgressPipeline.Pipeline;

namespace EgressPipeline.Http1;

/// <summary>Limits of the policies: who may begin, and how fast and how much bytes pass.</summary>
internal sealed partial class Http1Connection
{
    private TimeSpan _slowed;
    private Http1Step _afterSlow;
    private long _responseCounted;

    private void RefuseByLimit() => Refuse(Local(EgressErrorReason.LimitReached), _exchange.Limits.Refusal!.Text);

    /// <summary>The request is ready to be sent; a body that is here already counts before its head goes out.</summary>
    private void SendHead()
    {
        if (!_exchange.Limits.CountsBytes || !_bodyBuffered)
            SendFormedHead();
        else if (!_exchange.Limits.TryPass(IsBodyFiltered ? _filteredBody!.Received : _exchange.RequestHead.BodyLength, isSending: true, out var wait))
            RefuseByLimit();
        else if (wait > TimeSpan.Zero)
        {
            _client.StartReadAhead(); // only to notice that the client leaves
            SlowDown(wait, Http1Step.SendHead);
        }
        else
            SendFormedHead();
    }

    /// <summary>Counts what was copied of the answer and not sent yet. False when it must not be sent: then the call has ended.</summary>
    private bool MaySendOn()
    {
        if (!_exchange.Limits.CountsBytes)
            return true;
        var bytes = _copier.Copied - _responseCounted;
        _responseCounted = _copier.Copied;
        if (_exchange.Limits.TryPass(bytes, isSending: false, out _slowed))
            return true;
        _interrupt.Fire(EgressErrorReason.LimitReached);
        AbortResponse(_exchange.Limits.Refusal!.Text);
        return false;
    }

    private void SlowDown(TimeSpan wait, Http1Step next)
    {
        _slowed = wait;
        _afterSlow = next;
        _step = Http1Step.Slow;
    }

    private void OnSlowed(TimeSpan left)
    {
        _slowed = _interrupt.Reason == EgressErrorReason.None ? left : TimeSpan.Zero;
        if (_afterSlow == Http1Step.SendHead && EndedMeanwhile())
            return;
        if (_slowed <= TimeSpan.Zero)
            _step = _afterSlow;
    }
}
