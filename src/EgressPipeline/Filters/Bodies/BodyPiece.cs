using EgressPipeline.Pipeline;

namespace EgressPipeline.Filters.Bodies;

/// <summary>One piece of a body as a filter's phase sees it: bytes to read, and a buffer for what goes on in their place.</summary>
internal sealed class BodyPiece(HttpExchange exchange) : EgressBodyPiece
{
    /// <summary>Most bytes that a filter may write for one piece: enough for anything that was buffered, and no more.</summary>
    private const int MaxWritten = 2 * BodyAccess.MaxBound;

    private BodyBuffer _target = null!;
    private BodyBuffer _source = null!;
    private int _length;
    private bool _isLast;
    private bool _isReplaceable;
    private long _offset;
    private FilterSlot _slot = null!;
    private EgressRequest? _request;

    /// <summary>True when the filter has written or dropped: the piece itself does not go on.</summary>
    public bool IsReplaced { get; private set; }

    public override ReadOnlySpan<byte> Bytes => _source.Written[.._length];

    public override bool IsLast => _isLast;

    public override long Offset => _offset;

    public override EgressRequest? Request => _request;

    public override T State<T>() => exchange.StateAt<T>(_slot.Index);

    /// <summary>Prepares a piece.</summary>
    /// <param name="slot">For whom.</param>
    /// <param name="source">Its bytes.</param>
    /// <param name="length">How many of them are shown.</param>
    /// <param name="view">What else the filter sees of it.</param>
    public void Show(FilterSlot slot, BodyBuffer source, int length, in BodyView view)
    {
        _slot = slot;
        _source = source;
        _length = length;
        _target = view.Target;
        _isLast = view.IsLast;
        _isReplaceable = view.IsReplaceable;
        _offset = view.Offset;
        IsReplaced = false;
        _request = view.WithRequest ? exchange.OpenPhase(slot) : null;
    }

    /// <summary>The phase is over: body and request are dead.</summary>
    public void Hide()
    {
        ClosePhase();
        if (_request is not null)
            exchange.ClosePhase();
        _request = null;
    }

    public override Span<byte> GetSpan(int sizeHint)
    {
        Demand(sizeHint);
        return _target.GetSpan(sizeHint);
    }

    public override void Advance(int count)
    {
        Demand(0);
        _target.Advance(count);
        IsReplaced = true;
    }

    protected override void OnUseAfterPhase(int slot) => exchange.CountUseAfterPhase(slot);

    private void Demand(int room)
    {
        if (!_isReplaceable)
            throw new FilterContractException(FilterFault.Capability, "this body is only observed; ask for BodyAccess.Transform, BodyAccess.Rewrite or a buffered body to replace it");
        if (room > MaxWritten - _target.Length)
            throw new FilterContractException(FilterFault.Capability, $"a filter may write {MaxWritten >> 20} MiB for one piece of a body");
    }
}
