namespace EgressPipeline.Registry;

/// <summary>The names in use, shared by all clusters so that each is asked for once. Safe for concurrent use.</summary>
internal sealed class NameTable(NameRefresh refresh)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ResolvedName> _names = new(StringComparer.OrdinalIgnoreCase);

    public ResolvedName Acquire(string name, INameListener listener)
    {
        lock (_gate)
        {
            if (!_names.TryGetValue(name, out var resolved))
                _names[name] = resolved = new ResolvedName(name, refresh);
            resolved.Add(listener);
            return resolved;
        }
    }

    /// <summary>Ends what <see cref="Acquire"/> began; the last one ends the refreshes.</summary>
    public void Release(ResolvedName name, INameListener listener)
    {
        lock (_gate)
        {
            name.Remove(listener);
            if (!name.HasListeners)
                _names.Remove(name.Name);
        }
    }
}
