namespace EgressPipeline.Filters;

/// <summary>Every filter that bindings can name. Filled before the start, read-only afterwards.</summary>
internal sealed class FilterCatalogue
{
    private readonly Dictionary<string, FilterDescriptor> _byName = new(StringComparer.Ordinal);

    /// <summary>In the order they were added.</summary>
    public IReadOnlyCollection<FilterDescriptor> All => _byName.Values;

    public FilterDescriptor? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Adds a filter; false when its name is taken.</summary>
    public bool TryAdd(FilterDescriptor filter) => _byName.TryAdd(filter.Name, filter);
}
