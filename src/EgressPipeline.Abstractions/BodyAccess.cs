namespace EgressPipeline;

/// <summary>How a filter wants to see a body. Made by <see cref="Observe"/>, <see cref="Transform"/>, <see cref="Rewrite"/>, <see cref="Buffer"/> and <see cref="Prefix"/>.</summary>
public readonly record struct BodyAccess
{
    /// <summary>Largest bound of a buffered body: 64 MiB.</summary>
    public const int MaxBound = 64 * 1024 * 1024;

    private const int ModeBits = 3;

    private BodyAccess(BodyMode mode, int bound)
    {
        Mode = mode;
        Bound = bound;
    }

    /// <summary>How.</summary>
    public BodyMode Mode { get; }

    /// <summary>Largest number of bytes held for a buffered body; 0 for a streamed one.</summary>
    public int Bound { get; }

    /// <summary>Piece by piece, unchanged: framing and length stay as they are. No bound.</summary>
    public static BodyAccess Observe => new(BodyMode.Observe, 0);

    /// <summary>
    /// Piece by piece, with the right to replace pieces. The body is sent chunked (to an HTTP/1.0 client: until the
    /// connection ends), because its new length is not known when its head is sent; trailers stay. No bound.
    /// </summary>
    public static BodyAccess Transform => new(BodyMode.Transform, 0);

    /// <summary>
    /// Piece by piece, with the right to replace pieces by as many bytes: length and framing stay as they are. Bytes may be held back and
    /// sent with a later piece, at the latest with the last. A filter that has written more than came, or in the end less, has failed;
    /// the message is cut off whatever its failure mode, because its length was promised. No bound.
    /// </summary>
    public static BodyAccess Rewrite => new(BodyMode.Rewrite, 0);

    /// <summary>
    /// The whole body in one call, before anything of the message is sent on: the head may still be changed, the body replaced.
    /// </summary>
    /// <param name="bound">Most bytes held, 1 to <see cref="MaxBound"/>.</param>
    /// <param name="over">What becomes of a larger body.</param>
    public static BodyAccess Buffer(int bound, OverBound over) =>
        Bounded(over == OverBound.Refuse ? BodyMode.BufferOrRefuse : BodyMode.BufferOrPass, bound);

    /// <summary>
    /// The first bytes of the body in one call, before anything of the message is sent on; what follows is passed on
    /// without being seen. <see cref="EgressBody.IsLast"/> says whether that was all of it.
    /// </summary>
    /// <param name="bound">How many bytes, 1 to <see cref="MaxBound"/>.</param>
    public static BodyAccess Prefix(int bound) => Bounded(BodyMode.Prefix, bound);

    internal long Pack() => ((long)Bound << ModeBits) | (long)Mode;

    internal static BodyAccess Unpack(long packed) => new((BodyMode)(packed & ((1 << ModeBits) - 1)), (int)(packed >> ModeBits));

    private static BodyAccess Bounded(BodyMode mode, int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bound, MaxBound);
        return new BodyAccess(mode, bound);
    }
}
