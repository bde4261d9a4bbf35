using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Text;

/// <summary>A mapping with scalar keys, in the order written. A key that was written twice is kept once, the first.</summary>
internal sealed class YamlMapping(SourceRef source) : YamlNode(source)
{
    private readonly Dictionary<string, YamlEntry> _byName = new(StringComparer.Ordinal);

    public List<YamlEntry> Entries { get; } = [];

    public override string Description => "a mapping";

    /// <summary>Adds an entry; false when the key is there already.</summary>
    public bool TryAdd(YamlEntry entry)
    {
        if (_byName.ContainsKey(entry.Key.Value))
            return false;
        _byName.Add(entry.Key.Value, entry);
        Entries.Add(entry);
        return true;
    }

    /// <summary>The entry's value, or null when the key is missing or its value is null.</summary>
    public YamlNode? Find(string name) =>
        _byName.TryGetValue(name, out var entry) && !entry.Value.IsNull ? entry.Value : null;

    /// <summary>The entry itself, whatever its value.</summary>
    public YamlEntry? FindEntry(string name) => _byName.TryGetValue(name, out var entry) ? entry : null;
}
