namespace EgressPipeline.Filters;

/// <summary>
/// What calling a phase of a filter needs, side by side: a set keeps these in arrays, so that a request that passes many filters reads a few
/// neighbouring cache lines instead of several objects of each filter.
/// </summary>
internal readonly struct FilterCall
{
    /// <param name="slot">The filter at its place.</param>
    /// <param name="phase">The head phase; null for phases that are called in another way.</param>
    public FilterCall(FilterSlot slot, Func<EgressRequest, CancellationToken, ValueTask<FilterResult>>? phase)
    {
        Slot = slot;
        Phase = phase;
        Index = slot.Index;
        Number = slot.Counters.Number;
        Capabilities = slot.Capabilities;
        IsBuiltIn = slot.IsBuiltIn;
        IsForAll = slot.Scope.IsEverything && slot.When is null;
    }

    public FilterSlot Slot { get; }

    /// <summary>A delegate, because a call through the interface costs more the more kinds of filters there are.</summary>
    public Func<EgressRequest, CancellationToken, ValueTask<FilterResult>>? Phase { get; }

    /// <inheritdoc cref="FilterSlot.Index"/>
    public int Index { get; }

    /// <inheritdoc cref="FilterCounters.Number"/>
    public int Number { get; }

    public FilterCapabilities Capabilities { get; }

    /// <inheritdoc cref="FilterSlot.IsBuiltIn"/>
    public bool IsBuiltIn { get; }

    /// <summary>It is called for every request: neither scope nor rules are to be asked.</summary>
    public bool IsForAll { get; }

    /// <inheritdoc cref="FilterSlot.Blocks"/>
    public bool Blocks => (Capabilities & FilterCapabilities.Blocks) != 0;
}
