using EgressPipeline;

namespace DataGuard.Tests.Support;

/// <summary>A piece of a body as a host would show it; holds the filter to its access.</summary>
internal sealed class FakePiece(FakeExchange exchange) : EgressBodyPiece
{
    private readonly MemoryStream _written = new();
    private byte[] _bytes = [];
    private byte[] _room = [];
    private bool _isLast;
    private long _offset;
    private bool _replaceable;

    public override ReadOnlySpan<byte> Bytes => _bytes;

    public override bool IsLast => _isLast;

    public override long Offset => _offset;

    public override EgressRequest? Request => null;

    public bool IsReplaced { get; private set; }

    /// <summary>What goes on of the piece.</summary>
    public byte[] Output => IsReplaced ? _written.ToArray() : _bytes;

    public void Show(byte[] bytes, bool isLast, BodyAccess access)
    {
        _offset += _bytes.Length;
        (_bytes, _isLast, IsReplaced) = (bytes, isLast, false);
        _replaceable = access.Mode != BodyMode.Observe && bytes.Length > 0;
        _written.SetLength(0);
    }

    public override T State<T>() => exchange.OpenPhase(0, FilterCapabilities.ReadsBody).State<T>();

    public override Span<byte> GetSpan(int sizeHint)
    {
        Assert.True(_replaceable || _isLast);
        return _room = new byte[Math.Max(sizeHint, 1)];
    }

    public override void Advance(int count)
    {
        Assert.True(_replaceable || _isLast);
        _written.Write(_room.AsSpan(0, count));
        _room = _room[count..];
        IsReplaced = true;
    }
}
