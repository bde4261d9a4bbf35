namespace EgressPipeline.Http.Http2;

/// <summary>The fields of RFC 7541 Appendix A, and the way from a field to its index.</summary>
internal static class HpackStaticTable
{
    /// <summary>Entries; indexes run from 1 to this.</summary>
    public const int Count = 61;

    // Name and value in turn.
    private static readonly byte[][] Texts =
    [
        [.. ":authority"u8], [.. ""u8],
        [.. ":method"u8], [.. "GET"u8],
        [.. ":method"u8], [.. "POST"u8],
        [.. ":path"u8], [.. "/"u8],
        [.. ":path"u8], [.. "/index.html"u8],
        [.. ":scheme"u8], [.. "http"u8],
        [.. ":scheme"u8], [.. "https"u8],
        [.. ":status"u8], [.. "200"u8],
        [.. ":status"u8], [.. "204"u8],
        [.. ":status"u8], [.. "206"u8],
        [.. ":status"u8], [.. "304"u8],
        [.. ":status"u8], [.. "400"u8],
        [.. ":status"u8], [.. "404"u8],
        [.. ":status"u8], [.. "500"u8],
        [.. "accept-charset"u8], [.. ""u8],
        [.. "accept-encoding"u8], [.. "gzip, deflate"u8],
        [.. "accept-language"u8], [.. ""u8],
        [.. "accept-ranges"u8], [.. ""u8],
        [.. "accept"u8], [.. ""u8],
        [.. "access-control-allow-origin"u8], [.. ""u8],
        [.. "age"u8], [.. ""u8],
        [.. "allow"u8], [.. ""u8],
        [.. "authorization"u8], [.. ""u8],
        [.. "cache-control"u8], [.. ""u8],
        [.. "content-disposition"u8], [.. ""u8],
        [.. "content-encoding"u8], [.. ""u8],
        [.. "content-language"u8], [.. ""u8],
        [.. "content-length"u8], [.. ""u8],
        [.. "content-location"u8], [.. ""u8],
        [.. "content-range"u8], [.. ""u8],
        [.. "content-type"u8], [.. ""u8],
        [.. "cookie"u8], [.. ""u8],
        [.. "date"u8], [.. ""u8],
        [.. "etag"u8], [.. ""u8],
        [.. "expect"u8], [.. ""u8],
        [.. "expires"u8], [.. ""u8],
        [.. "from"u8], [.. ""u8],
        [.. "host"u8], [.. ""u8],
        [.. "if-match"u8], [.. ""u8],
        [.. "if-modified-since"u8], [.. ""u8],
        [.. "if-none-match"u8], [.. ""u8],
        [.. "if-range"u8], [.. ""u8],
        [.. "if-unmodified-since"u8], [.. ""u8],
        [.. "last-modified"u8], [.. ""u8],
        [.. "link"u8], [.. ""u8],
        [.. "location"u8], [.. ""u8],
        [.. "max-forwards"u8], [.. ""u8],
        [.. "proxy-authenticate"u8], [.. ""u8],
        [.. "proxy-authorization"u8], [.. ""u8],
        [.. "range"u8], [.. ""u8],
        [.. "referer"u8], [.. ""u8],
        [.. "refresh"u8], [.. ""u8],
        [.. "retry-after"u8], [.. ""u8],
        [.. "server"u8], [.. ""u8],
        [.. "set-cookie"u8], [.. ""u8],
        [.. "strict-transport-security"u8], [.. ""u8],
        [.. "transfer-encoding"u8], [.. ""u8],
        [.. "user-agent"u8], [.. ""u8],
        [.. "vary"u8], [.. ""u8],
        [.. "via"u8], [.. ""u8],
        [.. "www-authenticate"u8], [.. ""u8],
    ];

    // Chained hash over length, first and last letter of the names; the first entry of a name stands for all of it.
    private static readonly byte[] First = new byte[256];
    private static readonly byte[] Next = new byte[Count + 1];

    static HpackStaticTable()
    {
        for (var index = Count; index > 0; index--)
        {
            if (index > 1 && Name(index - 1).SequenceEqual(Name(index)))
                continue;
            var slot = Slot(Name(index));
            Next[index] = First[slot];
            First[slot] = (byte)index;
        }
    }

    public static ReadOnlySpan<byte> Name(int index) => Texts[(index - 1) * 2];

    public static ReadOnlySpan<byte> Value(int index) => Texts[((index - 1) * 2) + 1];

    /// <summary>The first entry of this name, or 0.</summary>
    public static int Find(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
            return 0;
        int index = First[Slot(name)];
        while (index != 0 && !Name(index).SequenceEqual(name))
            index = Next[index];
        return index;
    }

    /// <summary>The entry with this value among those that share the name of <paramref name="first"/>, or 0.</summary>
    public static int FindValue(int first, ReadOnlySpan<byte> value)
    {
        for (var index = first; index <= Count && Name(index).SequenceEqual(Name(first)); index++)
        {
            if (Value(index).SequenceEqual(value) && !value.IsEmpty)
                return index;
        }
        return 0;
    }

    private static int Slot(ReadOnlySpan<byte> name) => (byte)((name.Length * 17) ^ name[0] ^ (name[^1] * 89));
}
