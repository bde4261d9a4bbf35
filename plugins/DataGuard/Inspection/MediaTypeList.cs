using System.Buffers;
using System.Text;

namespace DataGuard.Inspection;

/// <summary>Media types by name or by kind (<c>image/*</c>). Immutable.</summary>
internal sealed class MediaTypeList
{
    // RFC 6838 §4.2
    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create("!#$&^_.+-0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private readonly byte[][] _types;
    private readonly byte[][] _kinds; // with the slash

    /// <param name="types">Valid ones.</param>
    public MediaTypeList(IEnumerable<string> types)
    {
        var all = types.ToLookup(IsKind);
        _types = [.. all[false].Select(Encoding.ASCII.GetBytes)];
        _kinds = [.. all[true].Select(type => Encoding.ASCII.GetBytes(type[..^1]))];
    }

    /// <summary>True for <c>kind/name</c> and <c>kind/*</c>.</summary>
    public static bool IsValid(string type)
    {
        var slash = type.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < type.Length - 1 && IsToken(type.AsSpan(0, slash)) && (IsKind(type) || IsToken(type.AsSpan(slash + 1)));
    }

    /// <summary>True when the list has the type of a content-type header.</summary>
    /// <param name="contentType">The header's value, with parameters.</param>
    public bool Has(ReadOnlySpan<byte> contentType)
    {
        var end = contentType.IndexOf((byte)';');
        var type = (end < 0 ? contentType : contentType[..end]).Trim(" \t"u8);
        foreach (var known in _types)
            if (Ascii.EqualsIgnoreCase(type, known))
                return true;
        foreach (var kind in _kinds)
            if (type.Length > kind.Length && Ascii.EqualsIgnoreCase(type[..kind.Length], kind))
                return true;
        return false;
    }

    private static bool IsKind(string type) => type.EndsWith("/*", StringComparison.Ordinal);

    private static bool IsToken(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(TokenCharacters);
}
