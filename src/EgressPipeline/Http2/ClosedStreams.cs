namespace EgressPipeline.Http2;

/// <summary>
/// The last streams that were closed: what still arrives for one that this side reset was on its way and is ignored, for
/// any other it is a mistake of the client (RFC 9113 §5.1).
/// </summary>
internal sealed class ClosedStreams
{
    private const int Remembered = 128;

    private readonly int[] _ids = new int[Remembered];
    private readonly bool[] _wereReset = new bool[Remembered];
    private int _next;

    public void Add(int id, bool wasReset)
    {
        _ids[_next] = id;
        _wereReset[_next] = wasReset;
        _next = (_next + 1) % Remembered;
    }

    /// <summary>True when the stream is among them.</summary>
    public bool Contains(int id, out bool wasReset)
    {
        var at = Array.IndexOf(_ids, id);
        wasReset = at >= 0 && _wereReset[at];
        return at >= 0;
    }
}
