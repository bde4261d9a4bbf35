namespace EgressPipeline;

/// <summary>One piece of a body, or the whole of it, as a filter's body phase sees it.</summary>
/// <remarks>
/// A handle, valid while the phase that got it runs; any use after that throws <see cref="FilterContractException"/>. The bytes
/// lie in a pooled buffer: take a new <see cref="Bytes"/> after every await. Not thread-safe.
/// </remarks>
public readonly struct EgressBody
{
    private readonly EgressBodyPiece _piece;
    private readonly int _epoch;
    private readonly int _slot;

    internal EgressBody(EgressBodyPiece piece, int epoch, int slot)
    {
        _piece = piece;
        _epoch = epoch;
        _slot = slot;
    }

    /// <summary>The bytes, as the filter before left them. Empty is possible, in particular for the last piece.</summary>
    public ReadOnlySpan<byte> Bytes
    {
        get
        {
            var piece = Piece;
            piece.Demand(FilterCapabilities.ReadsBody);
            return piece.Bytes;
        }
    }

    /// <summary>True when nothing of the body follows.</summary>
    public bool IsLast => Piece.IsLast;

    /// <summary>Bytes of the body that came before this piece.</summary>
    public long Offset => Piece.Offset;

    /// <summary>
    /// The request, for body phases that run before the message's head is sent on (buffered bodies and prefixes: heads can still be
    /// changed) and for all response bodies.
    /// </summary>
    /// <exception cref="FilterContractException">A streamed request body: the answer's phases may run at the same time. Keep what is needed in the state.</exception>
    public EgressRequest Request => Piece.Request ?? throw new FilterContractException(FilterFault.Capability, "the request is not at hand while its body is streamed; keep what is needed in the state");

    /// <summary>This filter's memory of this request, see <see cref="EgressRequest.State{T}"/>.</summary>
    /// <typeparam name="T">One type per filter.</typeparam>
    public T State<T>() where T : class, IFilterState, new() => Piece.State<T>();

    /// <summary>
    /// Sends bytes on in place of this piece. From the first <see cref="Write"/>, <see cref="Advance"/> or <see cref="Drop"/> on the piece
    /// itself is not sent any more. Needs <see cref="FilterCapabilities.ChangesBody"/> and any body access but <see cref="BodyAccess.Observe"/>.
    /// </summary>
    /// <param name="bytes">May be part of <see cref="Bytes"/>.</param>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Advance(bytes.Length);
    }

    /// <summary>Room to write into, followed by <see cref="Advance"/>.</summary>
    /// <param name="sizeHint">Least length, 0 for any.</param>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        var piece = Piece;
        piece.Demand(FilterCapabilities.ChangesBody);
        return piece.GetSpan(sizeHint);
    }

    /// <summary>Bytes written into <see cref="GetSpan"/>.</summary>
    /// <param name="count">How many.</param>
    public void Advance(int count)
    {
        var piece = Piece;
        piece.Demand(FilterCapabilities.ChangesBody);
        piece.Advance(count);
    }

    /// <summary>Does not send this piece on. What is held back may be written with a later one.</summary>
    public void Drop() => Advance(0);

    private EgressBodyPiece Piece
    {
        get
        {
            _piece.Check(_epoch, _slot);
            return _piece;
        }
    }
}
