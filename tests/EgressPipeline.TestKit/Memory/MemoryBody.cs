namespace EgressPipeline.TestKit;

/// <summary>The pieces of one body in memory, one after the other; holds the filter to the access that it asked for.</summary>
/// <param name="access">What the head's phase returned.</param>
/// <param name="ofResponse">Whose body it is: the request is at hand in every phase of a response's.</param>
internal sealed class MemoryBody(BodyAccess access, bool ofResponse) : EgressBodyPiece
{
    private readonly MemoryStream _written = new();
    private byte[] _bytes = [];
    private byte[] _room = [];
    private bool _isLast;
    private long _offset;
    private EgressRequest? _request;

    public bool OfResponse => ofResponse;

    public override ReadOnlySpan<byte> Bytes => _bytes;

    public override bool IsLast => _isLast;

    public override long Offset => _offset;

    public override EgressRequest? Request => ofResponse || IsHeld ? _request : null;

    /// <summary>True when the filter wrote in place of the piece shown last.</summary>
    public bool IsReplaced { get; private set; }

    /// <summary>What goes on of the piece shown last.</summary>
    public byte[] Output => IsReplaced ? _written.ToArray() : _bytes;

    /// <summary>Shows the next piece.</summary>
    public void Show(byte[] bytes, bool isLast, EgressRequest request)
    {
        _offset += _bytes.Length;
        (_bytes, _isLast, IsReplaced, _request) = (bytes, isLast, false, request);
        _written.SetLength(0);
    }

    public override T State<T>() => _request!.Value.State<T>();

    public override Span<byte> GetSpan(int sizeHint)
    {
        DemandReplaceable();
        return _room = new byte[Math.Max(sizeHint, 1)];
    }

    public override void Advance(int count)
    {
        DemandReplaceable();
        _written.Write(_room.AsSpan(0, count));
        _room = _room[count..];
        IsReplaced = true;
    }

    private bool IsHeld => access.Mode is BodyMode.BufferOrRefuse or BodyMode.BufferOrPass or BodyMode.Prefix;

    private void DemandReplaceable()
    {
        if (access.Mode is BodyMode.None or BodyMode.Observe)
            throw new FilterContractException(FilterFault.Capability, "the body is only observed");
    }
}
