using System.Collections.Concurrent;
using EgressPipeline.Clusters;
using EgressPipeline.Upstream;

namespace EgressPipeline.Registry;

/// <summary>
/// Endpoint sources made when first called for, up to a bound: then the one that was unused longest and has no call
/// under way goes. Look-ups take no lock. Safe for concurrent use.
/// </summary>
internal sealed class BoundedSources<TKey>(UpstreamServices services, Func<TKey, DeclaredEndpoints> create)
    where TKey : notnull
{
    private sealed class Entry(DeclaredEndpoints source)
    {
        public DeclaredEndpoints Source { get; } = source;

        public long LastUsed;
    }

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<TKey, Entry> _entries = new();
    private bool _draining;

    public DeclaredEndpoints Get(TKey key)
    {
        if (!_entries.TryGetValue(key, out var entry))
            entry = Add(key);
        Volatile.Write(ref entry.LastUsed, services.Time.GetTimestamp());
        return entry.Source;
    }

    public void AddGroups(List<EndpointGroup> groups)
    {
        foreach (var (_, entry) in _entries)
            entry.Source.AddGroups(groups);
    }

    public void Drain()
    {
        lock (_gate)
        {
            _draining = true;
            foreach (var (_, entry) in _entries)
                entry.Source.Drain();
        }
    }

    private Entry Add(TKey key)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var known))
                return known;
            if (_entries.Count >= services.Options.MaxHostsPerCluster)
                EvictOne();
            var entry = new Entry(create(key));
            _entries[key] = entry;
            // A call that still holds a drained cluster: it must not leave refreshes or idle connections behind.
            if (_draining)
                entry.Source.Group.Drain();
            return entry;
        }
    }

    private void EvictOne()
    {
        var oldest = default(KeyValuePair<TKey, Entry>?);
        foreach (var candidate in _entries)
            if (!candidate.Value.Source.Group.IsBusy && (oldest is null || candidate.Value.LastUsed < oldest.Value.Value.LastUsed))
                oldest = candidate;
        if (oldest is { } found && _entries.TryRemove(found))
            found.Value.Source.Drain();
    }
}
