namespace EgressPipeline.Filters;

/// <summary>The threads that call filters, and what each is at. Safe for concurrent use.</summary>
internal sealed class FilterThreads
{
    [ThreadStatic]
    private static Occupancy? t_here;

    private readonly Lock _lock = new();
    private readonly List<Known> _threads = [];
    private readonly CallCells _ended = new();

    /// <summary>The record of this thread.</summary>
    public Occupancy Here => t_here is { } here && here.Owner == this ? here : Register();

    /// <summary>How often a filter was called, by threads that have ended as well.</summary>
    /// <param name="filter">Its number.</param>
    public long CallsOf(int filter)
    {
        lock (_lock)
        {
            var calls = _ended.Read(filter);
            foreach (var thread in _threads)
                calls += thread.Calls.Read(filter);
            return calls;
        }
    }

    /// <summary>Looks at every thread.</summary>
    /// <param name="look">Gets its record; must not call filters.</param>
    /// <param name="filters">How many filters are counted.</param>
    public void Look(Action<Occupancy> look, int filters)
    {
        lock (_lock)
            for (var i = _threads.Count - 1; i >= 0; i--)
                if (_threads[i].Record.TryGetTarget(out var record))
                    look(record);
                else
                    Forget(i, filters);
    }

    // Several sidecars in one process (tests) share the pool's threads: each has its own record, and the one before is given up.
    private Occupancy Register()
    {
        var here = t_here = new Occupancy(this);
        lock (_lock)
            _threads.Add(new Known(new WeakReference<Occupancy>(here), here.Calls));
        return here;
    }

    private void Forget(int index, int filters)
    {
        for (var filter = 0; filter < filters; filter++)
            _ended.Add(filter, _threads[index].Calls.Read(filter));
        _threads.RemoveAt(index);
    }

    /// <summary>The record dies with its thread; what was counted does not.</summary>
    private readonly record struct Known(WeakReference<Occupancy> Record, CallCells Calls);
}
