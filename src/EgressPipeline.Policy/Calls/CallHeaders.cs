using System.Text;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Calls;

/// <summary>Headers of a described call: lower-case names, fields of one name joined by a comma (RFC 9110 §5.3).</summary>
internal sealed class CallHeaders : IHeaderLookup
{
    private readonly Dictionary<string, byte[]> _values = new(StringComparer.Ordinal);

    public void Add(string name, string value)
    {
        var key = name.ToLowerInvariant();
        var text = _values.TryGetValue(key, out var before) ? Encoding.UTF8.GetString(before) + "," + value : value;
        _values[key] = Encoding.UTF8.GetBytes(text);
    }

    public bool Contains(string lowerCaseName) => _values.ContainsKey(lowerCaseName);

    public bool TryGetHeader(ReadOnlySpan<byte> lowerCaseName, out ReadOnlySpan<byte> value)
    {
        var found = _values.TryGetValue(AsciiText.Text(lowerCaseName), out var bytes);
        value = bytes;
        return found;
    }
}
