namespace EgressPipeline.Filters.Bodies;

/// <summary>A filter's part in one body: what it asked for, and what is held for it.</summary>
internal sealed class BodyStage : IDisposable
{
    public FilterSlot Slot { get; private set; } = null!;

    public BodyAccess Access { get; private set; }

    /// <summary>What came so far of a body that the filter wants as a whole.</summary>
    public BodyBuffer Held { get; } = new();

    /// <summary>True while what comes is held back.</summary>
    public bool IsHolding { get; set; }

    /// <summary>True when the filter is not called any more: it has had its call, is passed, or failed and fails open.</summary>
    public bool IsOver { get; set; }

    /// <summary>Bytes that came before the piece at hand.</summary>
    public long Offset { get; set; }

    /// <summary>True when the filter may change the length of the body.</summary>
    public bool MayChange => Access.Mode == BodyMode.Transform || (Access.Mode > BodyMode.Transform && (Slot.Capabilities & FilterCapabilities.ChangesBody) != 0);

    public void Begin(FilterSlot slot, BodyAccess access)
    {
        Slot = slot;
        Access = access;
        Held.Clear();
        IsHolding = access.Mode > BodyMode.Transform;
        IsOver = false;
        Offset = 0;
    }

    /// <summary>The filter is not called for this body: it is known to be too large for it.</summary>
    public void Pass()
    {
        Access = default;
        IsHolding = false;
        IsOver = true;
    }

    public void Dispose() => Held.Dispose();
}
