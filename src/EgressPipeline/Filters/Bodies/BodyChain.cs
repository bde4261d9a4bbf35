using System.Buffers;
using EgressPipeline.Pipeline;

namespace EgressPipeline.Filters.Bodies;

/// <summary>
/// The filters of one body in their order. Pieces go in at <see cref="Input"/> and come out at <see cref="Output"/>: observed, replaced, or held
/// back until a filter has seen the whole of it. Holds no more than the filters' bounds and the piece at hand.
/// </summary>
/// <remarks>One per direction of a connection, reused for every body; not thread-safe.</remarks>
internal sealed class BodyChain : PhaseCaller
{
    private readonly List<BodyStage> _stages = [];
    private readonly FilterPhase _phase;
    private readonly HttpExchange _exchange;
    private readonly BodyPiece _piece;
    private BodyBuffer _current = new();
    private BodyBuffer _next = new();
    private int _count;
    private BodyStage _stage = null!;
    private BodyBuffer _source = null!;
    private int _shown;
    private bool _isLast;
    private bool _isEmptyMessage;

    public BodyChain(HttpExchange exchange, FilterPhase phase, FilterServices services) : base(services)
    {
        _exchange = exchange;
        _phase = phase;
        _piece = new BodyPiece(exchange);
    }

    public bool IsEmpty => _count == 0;

    /// <summary>Set while the request is at hand: nothing of the message was sent on, or it is a response.</summary>
    public bool HasRequest { get; set; }

    /// <summary>True while some filter waits for more before anything may be sent on.</summary>
    public bool IsHolding
    {
        get
        {
            for (var i = 0; i < _count; i++)
                if (_stages[i].IsHolding)
                    return true;
            return false;
        }
    }

    /// <summary>True when the length that was announced may not be the one that is sent.</summary>
    public bool MayChange
    {
        get
        {
            for (var i = 0; i < _count; i++)
                if (_stages[i].MayChange)
                    return true;
            return false;
        }
    }

    /// <summary>Takes the next piece; the caller writes it before each <see cref="PushAsync"/>.</summary>
    public BodyBuffer Input => _current;

    /// <summary>What the last <see cref="PushAsync"/> let through; consumed before the next piece is written.</summary>
    public BodyBuffer Output => _current;

    /// <summary>The filter that ended the body; only after a verdict that is not to go on.</summary>
    public FilterSlot ConcludedBy => _stage.Slot;

    /// <summary>Forgets the filters of the last body.</summary>
    public void Begin()
    {
        _count = 0;
        HasRequest = false;
        _current.Clear();
        _next.Clear();
    }

    /// <summary>Adds a filter that asked for the body.</summary>
    public void Add(FilterSlot slot, BodyAccess access)
    {
        if (_count == _stages.Count)
            _stages.Add(new BodyStage());
        _stages[_count++].Begin(slot, access);
    }

    /// <summary>
    /// Says beforehand how large the body will be: what is over a bound needs not to be held first.
    /// </summary>
    /// <returns>Continue, or the refusal of a body that is too large.</returns>
    public FilterResult Announce(long length)
    {
        for (var i = 0; i < _count; i++)
        {
            var stage = _stages[i];
            if (!stage.IsHolding || length <= stage.Access.Bound || stage.Access.Mode == BodyMode.Prefix)
                continue;
            if (stage.Access.Mode == BodyMode.BufferOrRefuse)
                return TooLarge(stage);
            stage.Pass();
        }
        return FilterResult.Continue;
    }

    /// <summary>The message has no body: every filter is called once with nothing, which cannot be replaced.</summary>
    public ValueTask<FilterResult> PushNothingAsync(CancellationToken call)
    {
        _isEmptyMessage = true;
        return PushAsync(isLast: true, call);
    }

    /// <summary>Sends the piece in <see cref="Input"/> through the filters; what comes out is <see cref="Output"/>.</summary>
    /// <param name="isLast">Nothing follows.</param>
    /// <param name="call">Cancelled when the call ends for another reason.</param>
    /// <returns>Continue, or what a filter decided; then <see cref="ConcludedBy"/> says which.</returns>
    public async ValueTask<FilterResult> PushAsync(bool isLast, CancellationToken call)
    {
        _isLast = isLast;
        for (var i = 0; i < _count; i++)
        {
            _stage = _stages[i];
            if (_stage.IsOver || (_current.IsEmpty && !isLast))
                continue;
            var result = _stage.IsHolding ? await HoldAsync(call) : await StreamAsync(call);
            if (!result.IsContinue)
                return result;
        }
        _isEmptyMessage = false;
        return FilterResult.Continue;
    }

    public override void Dispose()
    {
        base.Dispose();
        _current.Dispose();
        _next.Dispose();
        foreach (var stage in _stages)
            stage.Dispose();
    }

    protected override ValueTask<FilterResult> Invoke(in FilterCall filter, FilterPhase phase, CancellationToken patience)
    {
        var slot = filter.Slot;
        var replaceable = _stage.MayReplace && !_isEmptyMessage;
        var last = _isLast && _shown == _source.Length;
        _piece.Show(slot, _source, _shown, new BodyView(_next, last, replaceable, _stage.Offset, HasRequest));
        var body = _piece.OpenPhase(slot.Index, slot.Capabilities);
        return phase == FilterPhase.RequestBody ? slot.RequestBody!.OnRequestBodyAsync(body, patience) : slot.ResponseBody!.OnResponseBodyAsync(body, patience);
    }

    protected override void Close() => _piece.Hide();

    protected override void OnRunaway(FilterSlot slot)
    {
        _current.Isolate();
        _next.Isolate();
        foreach (var stage in _stages)
            stage.Held.Isolate();
        _exchange.Isolate(slot);
    }

    // It fails open, or the request is over: either way it is not called again for this body.
    protected override void OnFailed(FilterSlot slot) => _stage.IsOver = true;

    private async ValueTask<FilterResult> StreamAsync(CancellationToken call)
    {
        var length = _current.Length;
        _next.Clear();
        var result = await CallFilter(_current, length, call);
        _stage.Offset += length;
        if (!result.IsContinue)
            return result;
        if (!_stage.Balance(length, IsReplaced ? _next.Length : length, _isLast))
            return FilterFailures.Verdict(_stage.Slot, FilterFault.BodyLength, null, mayPass: false);
        if (IsReplaced)
            Swap();
        return result;
    }

    private async ValueTask<FilterResult> HoldAsync(CancellationToken call)
    {
        var stage = _stage;
        stage.Held.Write(_current.Written);
        _current.Clear();
        var bound = stage.Access.Bound;
        if (stage.Held.Length > bound && stage.Access.Mode == BodyMode.BufferOrRefuse)
            return TooLarge(stage);
        var isOver = stage.Held.Length > bound && stage.Access.Mode == BodyMode.BufferOrPass;
        if (!isOver && !_isLast && (stage.Access.Mode != BodyMode.Prefix || stage.Held.Length < bound))
            return FilterResult.Continue;
        var shown = Math.Min(stage.Held.Length, bound);
        _next.Clear();
        var result = isOver ? FilterResult.Continue : await CallFilter(stage.Held, shown, call);
        if (!result.IsContinue)
            return result;
        var replaced = !isOver && IsReplaced;
        if (!replaced)
            _next.Clear();
        _next.Write(replaced ? stage.Held.Written[shown..] : stage.Held.Written);
        Swap();
        stage.Held.Clear();
        stage.IsHolding = false;
        stage.IsOver = true;
        return FilterResult.Continue;
    }

    // What a filter wrote before it failed does not count.
    private bool IsReplaced => _piece.IsReplaced && !_stage.IsOver;

    private ValueTask<FilterResult> CallFilter(BodyBuffer source, int shown, CancellationToken call)
    {
        _source = source;
        _shown = shown;
        return Call(new FilterCall(_stage.Slot, null), _phase, call);
    }

    private FilterResult TooLarge(BodyStage stage)
    {
        _stage = stage;
        var isRequest = _phase == FilterPhase.RequestBody;
        var error = isRequest
            ? new EgressError(EgressErrorReason.Denied, FailureSide.Downstream, Retryability.Never)
            : new EgressError(EgressErrorReason.Denied, FailureSide.Local, Retryability.Never);
        return FilterResult.Stop(error, $"the body is larger than the {stage.Access.Bound} bytes that the filter '{stage.Slot.Name}' reads", isRequest ? 413 : 502);
    }

    private void Swap() => (_current, _next) = (_next, _current);
}
