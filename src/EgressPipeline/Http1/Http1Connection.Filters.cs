using EgressPipeline.Filters;
using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Authorization;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Http1;

/// <summary>The request's way through the filters, and back.</summary>
internal sealed partial class Http1Connection
{
    private const int MaxRedirects = 4;

    private readonly FilterCaller _filters;
    private FilterSet? _entered;
    private int _filterIndex;
    private int _redirects;

    /// <summary>Takes the plan in force and holds on to its filters until the exchange is over.</summary>
    private EgressSnapshot EnterSnapshot()
    {
        LeaveSnapshot();
        var snapshot = _services.Snapshots.Enter();
        _entered = snapshot.Filters;
        return snapshot;
    }

    private void LeaveSnapshot()
    {
        _entered?.Leave();
        _entered = null;
    }

    private void BeginFilters()
    {
        _filterIndex = _redirects = 0;
        _filteredBody?.Begin();
        _responseChain?.Begin();
        _step = Http1Step.FilterRequest;
    }

    /// <summary>Calls the request phases from where the request is, as many as complete at once.</summary>
    private ValueTask<FilterResult> CallRequestFilters()
    {
        var filters = _exchange.Snapshot.Filters.Request;
        for (; _filterIndex < filters.Length; _filterIndex++)
        {
            ref readonly var filter = ref filters[_filterIndex];
            if (!filter.IsBuiltIn && !IsWanted(filter, FilterMarks.Out | FilterMarks.Redirected))
                continue;
            var result = _filters.OnRequest(filter, _interrupt.Token, out var waiting);
            if (waiting is not null)
                return new ValueTask<FilterResult>(waiting);
            if (result.Verdict != FilterVerdict.Continue)
                return new ValueTask<FilterResult>(result);
        }
        return new ValueTask<FilterResult>(FilterResult.Continue);
    }

    private void OnRequestFiltered(FilterResult result)
    {
        var filters = _exchange.Snapshot.Filters.Request;
        if (EndedMeanwhile())
            return;
        switch (result.Verdict)
        {
            case FilterVerdict.Continue:
                break;
            case FilterVerdict.ReadBody:
                ReadRequestBody(filters[_filterIndex].Slot, result.Body);
                break;
            case FilterVerdict.Redirect:
                Redirect(filters[_filterIndex].Slot, result.Destination!);
                return;
            default:
                Conclude(filters[_filterIndex].Slot, result);
                return;
        }
        if (_filterIndex == filters.Length || ++_filterIndex == filters.Length)
            OnJudged();
    }

    private ValueTask<FilterResult> CallResponseFilters()
    {
        var filters = _exchange.Snapshot.Filters.Response;
        for (; _filterIndex < filters.Length; _filterIndex++)
        {
            ref readonly var filter = ref filters[_filterIndex];
            if (!filter.IsBuiltIn && !IsWanted(filter, FilterMarks.Out))
                continue;
            var result = _filters.OnResponse(filter, _interrupt.Token, out var waiting);
            if (waiting is not null)
                return new ValueTask<FilterResult>(waiting);
            if (result.Verdict != FilterVerdict.Continue)
                return new ValueTask<FilterResult>(result);
        }
        return new ValueTask<FilterResult>(FilterResult.Continue);
    }

    private void OnResponseFiltered(FilterResult result)
    {
        var filters = _exchange.Snapshot.Filters.Response;
        if (EndedMeanwhile())
            return;
        if (!result.IsContinue)
        {
            DropUpstream();
            Conclude(filters[_filterIndex].Slot, result);
            return;
        }
        if (result.Verdict == FilterVerdict.ReadBody)
            ReadResponseBody(filters[_filterIndex].Slot, result.Body);
        if (_filterIndex == filters.Length || ++_filterIndex == filters.Length)
            BeginResponseBody();
    }

    private bool IsWanted(in FilterCall filter, FilterMarks unless) =>
        filter.IsForAll ? (_exchange.MarksOf(filter.Index) & unless) == 0 && _exchange.Kind != CallKind.Connect : IsWanted(filter.Slot, unless);

    private bool IsWanted(FilterSlot slot, FilterMarks unless) =>
        (_exchange.MarksOf(slot.Index) & unless) == 0 && _exchange.Kind != CallKind.Connect && slot.Scope.Covers(_exchange.Decision, _exchange.Host) && (slot.When is null || IsAsked(slot, slot.When));

    /// <summary>Judged once for a request: what other filters change of it afterwards is no reason to ask, or not to.</summary>
    private bool IsAsked(FilterSlot slot, AuthorizationRulePlan[] when)
    {
        if ((_exchange.MarksOf(slot.Index) & FilterMarks.Judged) == 0)
            _exchange.Mark(slot.Index, FilterMarks.Judged | (AuthorizationRulePlan.MayMatch(when, _exchange.Facts()) ? FilterMarks.Asked : FilterMarks.None));
        return (_exchange.MarksOf(slot.Index) & FilterMarks.Asked) != 0;
    }

    /// <summary>The client left or the time was used up while a filter was waited for.</summary>
    private bool EndedMeanwhile()
    {
        var reason = _interrupt.Reason;
        if (reason == EgressErrorReason.None)
            return false;
        DropUpstream();
        if (reason == EgressErrorReason.ClientClosed)
            EndClient(ResponseFlags.DownstreamClosed);
        else
            Refuse(Local(reason));
        return true;
    }

    /// <summary>A filter ended the request.</summary>
    private void Conclude(FilterSlot slot, in FilterResult result)
    {
        if (!slot.IsBuiltIn)
            _exchange.ConcludedBy = slot;
        if (result.GivenAnswer is { } answer)
            AnswerFromFilter(answer);
        else
            Refuse(result.Error, result.Detail, result.Status);
    }

    private void AnswerFromFilter(FilterAnswer answer)
    {
        if (!_bodyBuffered)
            _keepClient = false;
        _exchange.Status = answer.Status;
        _exchange.BytesFromService = answer.Body.Length;
        LocalReply.WriteAnswer(_output, _exchange, answer, _keepClient);
        FinishAfterFlush();
    }

    /// <summary>The request is judged again, as if the application had called the other service.</summary>
    private void Redirect(FilterSlot slot, FilterDestination destination)
    {
        _exchange.Mark(slot.Index, FilterMarks.Redirected);
        if (++_redirects > MaxRedirects || !_exchange.TryRedirect(destination))
        {
            _exchange.ConcludedBy = slot;
            Refuse(Local(EgressErrorReason.FilterFailed), $"the filter '{slot.Name}' redirected the request to nowhere, or it was redirected too often");
            return;
        }
        _exchange.Unmark(FilterMarks.Judged | FilterMarks.Asked);
        _filterIndex = Array.FindIndex(_exchange.Snapshot.Filters.Request, one => one.Slot.Stage >= FilterStage.Registry);
    }

    private void CompleteFilters()
    {
        if (!_exchange.IsJudged || _entered is not { } filters)
            return;
        foreach (var slot in filters.Completion)
            if ((_exchange.MarksOf(slot.Index) & FilterMarks.Called) != 0 || (slot.OnlyCompletes && IsWanted(slot, FilterMarks.None)))
                _filters.OnCompleted(slot);
        if (filters.HasBound)
            _exchange.ResetStates();
    }
}
