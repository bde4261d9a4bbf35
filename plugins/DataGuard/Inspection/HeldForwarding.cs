using DataGuard.Codings;
using DataGuard.Scanning;

namespace DataGuard.Inspection;

/// <summary>Sends a coded body on as it came, each byte when all that it decodes to has been judged.</summary>
/// <remarks>
/// One mark is enough: what was held when it was set may go when all of it has been judged, and then the next mark is set. So at most
/// twice of what the scanner holds back is held here.
/// </remarks>
internal sealed class HeldForwarding : Forwarding
{
    /// <summary>Most coded bytes held back. Only data that decodes to next to nothing needs more.</summary>
    private const int MaxHeld = 64 * 1024;

    private readonly CodedOutput _held = new();
    private int _marked; // bytes before the mark
    private long _markedOffset; // of what they decode to
    private int _ready;

    public override ReadOnlySpan<byte> Ready => _held.Written[.._ready];

    public void Begin() => (_marked, _markedOffset, _ready) = (0, 0, 0);

    public override void OnCoded(ReadOnlySpan<byte> part) => _held.Write(part);

    public override void OnJudged(ReadOnlySpan<byte> plain)
    {
    }

    public override bool OnStep(BodyScanner scanner, bool isPieceOver)
    {
        if (scanner.SafeOffset >= _markedOffset)
        {
            _ready = _marked;
            (_marked, _markedOffset) = (_held.Count, scanner.Scanned);
        }
        if (scanner.SafeOffset >= _markedOffset)
            _ready = _marked;
        return _held.Count - _ready <= MaxHeld;
    }

    public override void Finish() => _ready = _held.Count;

    public override void Release()
    {
        _held.Drop(_ready);
        _marked -= Math.Min(_marked, _ready);
        _ready = 0;
    }

    public override bool GiveUp()
    {
        _ready = _held.Count;
        return true;
    }

    public override void End() => _held.Release();
}
