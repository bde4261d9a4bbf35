namespace EgressPipeline.Telemetry.Metrics;

/// <summary>
/// Finds the slot of an outcome. Readers take no lock: an insert publishes a new table. Bounded: outcomes beyond the limit
/// share one overflow slot, because statuses come from the far side.
/// </summary>
/// <typeparam name="TSlot">What is counted per outcome.</typeparam>
/// <param name="create">Makes the slot of a key; <see cref="Overflow"/> is the key of the overflow slot.</param>
/// <param name="limit">Distinct outcomes, at least 1.</param>
internal sealed class OutcomeTable<TSlot>(Func<ulong, TSlot> create, int limit)
    where TSlot : class
{
    /// <summary>The key that the overflow slot is made with.</summary>
    public const ulong Overflow = ulong.MaxValue;

    private static readonly Entry[] Empty = new Entry[4];

    private readonly object _growing = new();
    // Tables are replaced, never changed, so all empty ones may be the same.
    private Entry[] _entries = Empty;
    private TSlot[] _slots = [];
    private TSlot? _overflow;

    /// <summary>Every slot there is, the overflow slot included.</summary>
    public TSlot[] Slots => Volatile.Read(ref _slots);

    public TSlot this[ulong key]
    {
        get
        {
            var entries = Volatile.Read(ref _entries);
            var mask = entries.Length - 1;
            for (var at = Hash(key) & mask; ; at = (at + 1) & mask)
            {
                ref var entry = ref entries[at];
                if (entry.Slot is null)
                    return Insert(key);
                if (entry.Key == key)
                    return entry.Slot;
            }
        }
    }

    private TSlot Insert(ulong key)
    {
        // Once there is an overflow slot nothing is inserted any more, so a flood of odd outcomes takes no lock either.
        if (Volatile.Read(ref _overflow) is { } overflow)
            return overflow;
        lock (_growing)
        {
            if (Find(key) is { } existing)
                return existing;
            if (_slots.Length >= limit)
                return _overflow ??= Publish(create(Overflow));
            var slot = create(key);
            // At most half full, so that a search ends soon and always.
            var entries = new Entry[_slots.Length * 2 + 2 > _entries.Length ? _entries.Length * 2 : _entries.Length];
            foreach (var entry in _entries)
                if (entry.Slot is not null)
                    Place(entries, entry);
            Place(entries, new Entry { Key = key, Slot = slot });
            Volatile.Write(ref _entries, entries);
            return Publish(slot);
        }
    }

    private TSlot Publish(TSlot slot)
    {
        Volatile.Write(ref _slots, [.. _slots, slot]);
        return slot;
    }

    private TSlot? Find(ulong key)
    {
        foreach (var entry in _entries)
            if (entry.Slot is not null && entry.Key == key)
                return entry.Slot;
        return null;
    }

    private static void Place(Entry[] entries, Entry entry)
    {
        var mask = entries.Length - 1;
        var at = Hash(entry.Key) & mask;
        while (entries[at].Slot is not null)
            at = (at + 1) & mask;
        entries[at] = entry;
    }

    private static int Hash(ulong key) => (int)(key * 0x9E37_79B9_7F4A_7C15UL >> 40);

    private struct Entry
    {
        public ulong Key;
        public TSlot? Slot;
    }
}
