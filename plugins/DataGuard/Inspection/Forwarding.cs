using DataGuard.Scanning;

namespace DataGuard.Inspection;

/// <summary>Makes from a coded body the bytes that are sent on. Reused from body to body; not thread-safe.</summary>
internal abstract class Forwarding
{
    /// <summary>What may be sent on; valid until the next call.</summary>
    public abstract ReadOnlySpan<byte> Ready { get; }

    /// <summary>A part of the body as it came.</summary>
    public abstract void OnCoded(ReadOnlySpan<byte> part);

    /// <summary>The next decoded bytes that have been judged, with masks.</summary>
    public abstract void OnJudged(ReadOnlySpan<byte> plain);

    /// <summary>All that the last part decodes to has been scanned.</summary>
    /// <param name="scanner">Says how much of it has been judged.</param>
    /// <param name="isPieceOver">True when more may take a while to come.</param>
    /// <returns>False when more is held back than can be.</returns>
    public abstract bool OnStep(BodyScanner scanner, bool isPieceOver);

    /// <summary>Everything has been judged, and nothing follows.</summary>
    public abstract void Finish();

    /// <summary>What was ready has been sent.</summary>
    public abstract void Release();

    /// <summary>See <see cref="BodyInspection.GiveUp"/>.</summary>
    public abstract bool GiveUp();

    /// <summary>Gives memory back. Allowed at any time.</summary>
    public abstract void End();
}
