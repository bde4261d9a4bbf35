using System.Text;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Host.Explaining;

/// <summary>Headers given on a command line; those of one name are joined by a comma.</summary>
internal sealed class HeaderList(IReadOnlyDictionary<string, string> byLowerName) : IHeaderLookup
{
    private byte[] _value = [];

    /// <summary>Reads <c>name: value</c> texts, as curl takes them.</summary>
    public static bool TryParse(IReadOnlyList<string> texts, out HeaderList list, out string? problem)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        list = new HeaderList(headers);
        problem = null;
        foreach (var text in texts)
        {
            var colon = text.IndexOf(':');
            if (colon <= 0)
            {
                problem = $"'{text}' is no header; write -H 'name: value'";
                return false;
            }
            var name = text[..colon].Trim().ToLowerInvariant();
            var value = text[(colon + 1)..].Trim();
            headers[name] = headers.TryGetValue(name, out var before) ? before + "," + value : value;
        }
        return true;
    }

    public bool TryGetHeader(ReadOnlySpan<byte> lowerCaseName, out ReadOnlySpan<byte> value)
    {
        var found = byLowerName.TryGetValue(Encoding.ASCII.GetString(lowerCaseName), out var text);
        _value = found ? Encoding.UTF8.GetBytes(text!) : [];
        value = _value;
        return found;
    }
}
