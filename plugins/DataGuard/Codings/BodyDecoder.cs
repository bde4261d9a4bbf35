namespace DataGuard.Codings;

/// <summary>Undoes a content coding, piece by piece, in constant memory. Reused from body to body; not thread-safe.</summary>
internal abstract class BodyDecoder
{
    /// <summary>Starts a body.</summary>
    public abstract void Begin();

    /// <summary>Decodes until there is output or more source is needed. Call it again after <see cref="DecodeStatus.Output"/>.</summary>
    /// <param name="source">What has arrived; what was taken is cut off.</param>
    /// <param name="decoded">At most 64 KiB, valid until the next call.</param>
    public abstract DecodeStatus Decode(scoped ref ReadOnlySpan<byte> source, out ReadOnlySpan<byte> decoded);

    /// <summary>True where the coded data may end: nothing is missing.</summary>
    public abstract bool MayEnd { get; }

    /// <summary>Gives memory back. Allowed at any time.</summary>
    public abstract void End();
}
