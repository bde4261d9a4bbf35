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
    public bool MayChange => Access.Mode == BodyMode.Transform || (Access.Mode > BodyMode.Rewrite && (Slot.Capabilities & FilterCapabilities.ChangesBody) != 0);

    /// <summary>True when the filter may write in place of pieces.</summary>
    public bool MayReplace => MayChange || Access.Mode == BodyMode.Rewrite;

    /// <summary>Bytes that a rewriting filter has taken and not given back yet.</summary>
    private long Owed { get; set; }

    public void Begin(FilterSlot slot, BodyAccess access)
    {
        Slot = slot;
        Access = access;
        Held.Clear();
        IsHolding = access.Mode > BodyMode.Rewrite;
        IsOver = false;
        Offset = Owed = 0;
    }

    /// <summary>Counts a piece of a body whose length must stay.</summary>
    /// <param name="taken">Bytes that came.</param>
    /// <param name="given">Bytes that go on.</param>
    /// <param name="isLast">Nothing follows.</param>
    /// <returns>False when the length cannot be kept any more.</returns>
    public bool Balance(long taken, long given, bool isLast)
    {
        if (Access.Mode != BodyMode.Rewrite)
            return true;
        Owed += taken - given;
        return Owed == 0 || (Owed > 0 && !isLast && !IsOver);
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
