namespace EgressPipeline;

/// <summary>
/// What stands behind an <see cref="EgressBody"/>: implemented by a host, and by a test kit that plays one. One per direction of a
/// connection, reused for every piece.
/// </summary>
public abstract class EgressBodyPiece
{
    private int _lastEpoch;
    private int _epoch;
    private FilterCapabilities _capabilities;

    /// <summary>See <see cref="EgressBody.Bytes"/>.</summary>
    public abstract ReadOnlySpan<byte> Bytes { get; }

    /// <summary>See <see cref="EgressBody.IsLast"/>.</summary>
    public abstract bool IsLast { get; }

    /// <summary>See <see cref="EgressBody.Offset"/>.</summary>
    public abstract long Offset { get; }

    /// <summary>See <see cref="EgressBody.Request"/>; null while it is not at hand.</summary>
    public abstract EgressRequest? Request { get; }

    /// <summary>See <see cref="EgressBody.State{T}"/>.</summary>
    /// <typeparam name="T">The filter's state.</typeparam>
    public abstract T State<T>() where T : class, IFilterState, new();

    /// <summary>See <see cref="EgressBody.GetSpan"/>.</summary>
    /// <param name="sizeHint">Least length, 0 for any.</param>
    /// <exception cref="FilterContractException">The body is only observed.</exception>
    public abstract Span<byte> GetSpan(int sizeHint);

    /// <summary>See <see cref="EgressBody.Advance"/>.</summary>
    /// <param name="count">How many.</param>
    /// <exception cref="FilterContractException">The body is only observed.</exception>
    public abstract void Advance(int count);

    /// <summary>Called when a handle is used after its phase, before the exception; must be thread-safe.</summary>
    /// <param name="slot">Position of the filter that got the handle.</param>
    protected virtual void OnUseAfterPhase(int slot)
    {
    }

    /// <summary>Opens a phase: the handle is valid, and every earlier one is not, until the phase is closed.</summary>
    /// <param name="slot">Position of the filter in its chain.</param>
    /// <param name="capabilities">What the filter declared.</param>
    public EgressBody OpenPhase(int slot, FilterCapabilities capabilities)
    {
        _capabilities = capabilities | (capabilities.HasFlag(FilterCapabilities.ChangesBody) ? FilterCapabilities.ReadsBody : 0);
        _epoch = ++_lastEpoch;
        return new EgressBody(this, _epoch, slot);
    }

    /// <summary>Closes the phase: its handle is dead.</summary>
    public void ClosePhase() => _epoch = 0;

    internal void Check(int epoch, int slot)
    {
        if (epoch == _epoch && epoch != 0)
            return;
        OnUseAfterPhase(slot);
        throw new FilterContractException(FilterFault.UseAfterPhase, "a body is valid only while the phase that got it runs; copy what is needed later");
    }

    internal void Demand(FilterCapabilities capability)
    {
        if ((_capabilities & capability) != capability)
            throw new FilterContractException(FilterFault.Capability, $"the filter does not declare the capability {capability}");
    }
}
