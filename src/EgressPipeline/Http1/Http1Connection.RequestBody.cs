using EgressPipeline.Filters;
using EgressPipeline.Http;
using EgressPipeline.Pipeline;

namespace EgressPipeline.Http1;

/// <summary>Request bodies that filters read.</summary>
internal sealed partial class Http1Connection
{
    private FilteredRequestBody? _filteredBody;

    private bool IsBodyFiltered => _filteredBody is { IsActive: true };

    private void ReadRequestBody(FilterSlot slot, BodyAccess access)
    {
        if (access.Mode == BodyMode.None)
            return;
        _filteredBody ??= new FilteredRequestBody(_exchange, _interrupt, _limits, _services);
        _filteredBody.Chain.Add(slot, access);
    }

    /// <summary>The head is judged: filters that must see the body first do so now.</summary>
    private void BeginRequestBody()
    {
        if (!IsBodyFiltered)
        {
            SendHead();
            return;
        }
        var head = _exchange.RequestHead;
        if (!_filteredBody!.MustPrepare(_bodyBuffered))
        {
            _filteredBody.Open(head);
            SendHead();
            return;
        }
        _step = Http1Step.PrepareBody;
        if (!head.ExpectsContinue || _bodyBuffered)
            return;
        // The service shall not be asked before the filters have seen what the client has.
        ResponseWriter.WriteContinue(_output);
        head.Remove("expect"u8);
        FlushClient(Http1Step.PrepareBody);
    }

    private void OnBodyPrepared(EgressError error)
    {
        _bodyBuffered = _filteredBody!.IsRead;
        if (!error.IsError)
        {
            if (_bodyBuffered)
                _exchange.RequestHead.Remove("expect"u8);
            SendHead();
            return;
        }
        if (EndedMeanwhile())
            return;
        if (_filteredBody.Refusal is { } refusal)
            Conclude(refusal.Slot, refusal.Result);
        else if (error.Reason == EgressErrorReason.ClientClosed)
            EndClient(ResponseFlags.DownstreamClosed);
        else
            Refuse(error);
    }
}
