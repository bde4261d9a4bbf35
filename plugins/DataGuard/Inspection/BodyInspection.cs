using DataGuard.Scanning;

namespace DataGuard.Inspection;

/// <summary>
/// One way of getting a body through the scanner and on its way. Pieces go in, and what may be sent on comes out; both are the same
/// bytes in the end unless something is masked.
/// </summary>
/// <remarks>
/// Use: for each piece until nothing of it is left <see cref="Take"/>, send <see cref="Ready"/>, <see cref="Release"/>; at the end
/// <see cref="Complete"/>, send, release, <see cref="End"/>. After a status other than passing only <see cref="End"/>, or
/// <see cref="GiveUp"/>. Not thread-safe; reused from body to body.
/// </remarks>
internal abstract class BodyInspection(BodyScanner scanner)
{
    protected BodyScanner Scanner { get; } = scanner;

    /// <summary>What may be sent on; valid until the next call.</summary>
    public abstract ReadOnlySpan<byte> Ready { get; }

    /// <summary>Takes a part of what has arrived; what was taken is cut off.</summary>
    public abstract InspectionStatus Take(ref ReadOnlySpan<byte> rest);

    /// <summary>Nothing follows.</summary>
    public abstract InspectionStatus Complete();

    /// <summary>What was ready has been sent.</summary>
    public abstract void Release();

    /// <summary>The rest shall pass without being looked at: makes ready what was held back.</summary>
    /// <returns>False when that cannot be done any more, because what was sent is coded anew.</returns>
    public abstract bool GiveUp();

    /// <summary>Gives memory back. Allowed at any time.</summary>
    public virtual void End() => Scanner.End();
}
