namespace EgressPipeline.Authentication;

/// <summary>Reads the value of a Cookie header (RFC 6265 §4.2): pairs with semicolons between them.</summary>
internal static class CookieText
{
    /// <summary>The value of the first cookie of a name.</summary>
    public static bool TryGet(ReadOnlySpan<byte> cookies, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        while (!cookies.IsEmpty)
        {
            var pair = First(cookies, out var length);
            cookies = cookies[length..];
            if (!IsNamed(pair, name))
                continue;
            value = pair[(name.Length + 1)..];
            return true;
        }
        value = default;
        return false;
    }

    /// <summary>The header's value without any cookie of a name; empty when none is left.</summary>
    public static byte[] Without(ReadOnlySpan<byte> cookies, ReadOnlySpan<byte> name)
    {
        var kept = new List<byte>(cookies.Length);
        while (!cookies.IsEmpty)
        {
            var pair = First(cookies, out var length);
            cookies = cookies[length..];
            if (pair.IsEmpty || IsNamed(pair, name))
                continue;
            if (kept.Count > 0)
                kept.AddRange("; "u8);
            kept.AddRange(pair);
        }
        return [.. kept];
    }

    /// <param name="cookies">Not empty.</param>
    /// <param name="length">How much of it the pair takes, its semicolon included.</param>
    private static ReadOnlySpan<byte> First(ReadOnlySpan<byte> cookies, out int length)
    {
        var end = cookies.IndexOf((byte)';');
        length = end < 0 ? cookies.Length : end + 1;
        return (end < 0 ? cookies : cookies[..end]).Trim((byte)' ');
    }

    private static bool IsNamed(ReadOnlySpan<byte> pair, ReadOnlySpan<byte> name) => pair.Length > name.Length && pair[name.Length] == '=' && pair.StartsWith(name);
}
