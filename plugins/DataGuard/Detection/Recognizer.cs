namespace DataGuard.Detection;

/// <summary>
/// Knows one kind of finding. It is asked about places whose first bytes have one of its fingerprints, and its answer
/// depends on the text only, never on how it was cut: it says "need more" until no byte that is missing could change the answer.
/// Stateless; one instance serves all bodies.
/// </summary>
internal abstract class Recognizer
{
    /// <summary>Most bytes before a place that <see cref="Judge"/> may look at.</summary>
    public const int LookBehind = 8;

    /// <summary>Most bytes from a place on that any recogniser needs.</summary>
    public const int MaxReach = 4096 + 256;

    /// <summary>The detector's name, as policies, metrics and logs show it.</summary>
    public abstract string Name { get; }

    public abstract Fingerprint Fingerprint { get; }

    /// <summary>True when the fingerprint begins with a digit and only the first digit of a row is of interest.</summary>
    public virtual bool BeginsDigitRow => false;

    /// <summary>Name of a detector whose findings hide findings of this one, or null.</summary>
    public virtual string? HiddenBy => null;

    /// <summary>Judges one place. Must be certain within <see cref="MaxReach"/> bytes.</summary>
    /// <param name="text">The text; its first byte is the first of the body, or at least <see cref="LookBehind"/> bytes before the place.</param>
    /// <param name="at">The place.</param>
    /// <param name="final">True when nothing follows the text.</param>
    public abstract Verdict Judge(ReadOnlySpan<byte> text, int at, bool final);

    /// <summary>Says how many of the bytes that follow an open finding belong to it.</summary>
    /// <param name="text">What follows.</param>
    /// <param name="memory">0 at first; whatever must be remembered from call to call.</param>
    /// <param name="ended">True when the finding ended within the text.</param>
    public virtual int Extend(ReadOnlySpan<byte> text, ref int memory, out bool ended)
    {
        ended = true;
        return 0;
    }
}
