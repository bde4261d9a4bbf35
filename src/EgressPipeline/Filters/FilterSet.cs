namespace EgressPipeline.Filters;

/// <summary>
/// The filters of one plan in their order. Calls hold on to it from their beginning to their end, so that a filter is disposed after
/// its last call and never during one.
/// </summary>
internal sealed class FilterSet
{
    private const int Dead = int.MinValue / 2;

    // The one who published it counts as one user.
    private int _users = 1;

    public FilterSet(FilterSlot[] slots)
    {
        Slots = slots;
        Request = Calls(slots, slot => slot.OnRequest);
        Response = Calls(slots, slot => slot.OnResponse);
        Exchange = Array.FindAll(slots, slot => slot.Exchange is not null);
        Completion = Array.FindAll(slots, slot => slot.Completion is not null);
        Connection = Array.FindAll(slots, slot => slot.Connection is not null);
        HasBound = Array.Exists(slots, slot => !slot.IsBuiltIn);
    }

    /// <summary>All filters in order.</summary>
    public FilterSlot[] Slots { get; }
    public FilterCall[] Request { get; }
    public FilterCall[] Response { get; }
    public FilterSlot[] Exchange { get; }
    public FilterSlot[] Completion { get; }
    public FilterSlot[] Connection { get; }

    /// <summary>False when there are only the sidecar's own stages: then calls need not hold on to it.</summary>
    public bool HasBound { get; }

    /// <summary>A call begins. False when the set is disposed already: take the current snapshot again.</summary>
    public bool TryEnter()
    {
        if (!HasBound || Interlocked.Increment(ref _users) > 0)
            return true;
        Interlocked.Decrement(ref _users);
        return false;
    }

    /// <summary>A call is over.</summary>
    public void Leave()
    {
        if (HasBound && Interlocked.Decrement(ref _users) == 0)
            TryDispose();
    }

    /// <summary>Another set is in force: this one goes when its last call is over.</summary>
    public void Retire() => Leave();

    /// <summary>The sidecar ends: whatever still runs, the filters go now.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _users, Dead) >= 0)
            await ReleaseAsync();
    }

    private static FilterCall[] Calls(FilterSlot[] slots, Func<FilterSlot, Func<EgressRequest, CancellationToken, ValueTask<FilterResult>>?> phase) =>
        [.. slots.Where(slot => phase(slot) is not null).Select(slot => new FilterCall(slot, phase(slot)))];

    private void TryDispose()
    {
        if (Interlocked.CompareExchange(ref _users, Dead, 0) == 0)
            _ = ReleaseAsync().AsTask(); // never faults
    }

    private async ValueTask ReleaseAsync()
    {
        foreach (var slot in Slots)
            if (!slot.IsBuiltIn)
                await slot.Instance.ReleaseAsync();
    }
}
