using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation.References;

/// <summary>Finds, among documents about one thing, one that is seen from a common namespace.</summary>
internal sealed class ExportTable<T>
    where T : class
{
    private readonly Dictionary<string, T> _byNamespace = new(StringComparer.Ordinal);
    private T? _public;
    private T? _any;

    /// <summary>An item added before that some namespace sees together with this document, or null.</summary>
    public T? Find(IPolicyRule rule, Located<string>[] exportTo)
    {
        if (Visibility.IsHidden(exportTo))
            return null;
        if (Visibility.IsPublic(exportTo))
            return _any;
        foreach (var entry in exportTo)
            if (_byNamespace.TryGetValue(Visibility.Absolute(entry.Value, rule), out var item))
                return item;
        return _public;
    }

    public void Add(IPolicyRule rule, Located<string>[] exportTo, T item)
    {
        if (Visibility.IsHidden(exportTo))
            return;
        _any ??= item;
        if (Visibility.IsPublic(exportTo))
            _public ??= item;
        else
            foreach (var entry in exportTo)
                if (!_byNamespace.ContainsKey(Visibility.Absolute(entry.Value, rule)))
                    _byNamespace.Add(Visibility.Absolute(entry.Value, rule), item);
    }
}
