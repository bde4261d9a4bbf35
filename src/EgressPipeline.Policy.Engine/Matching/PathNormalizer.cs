namespace EgressPipeline.Policy.Matching;

/// <summary>
/// Istio's BASE path normalisation: dot segments removed (RFC 3986 §5.2.4), percent-encoded unreserved bytes decoded
/// (§6.2.2.3), backslashes folded to slashes. Slashes are not merged and <c>%2F</c> stays, as in Envoy's
/// <c>normalize_path</c>.
/// </summary>
public static class PathNormalizer
{
    /// <summary>
    /// Normalises a path without query. Returns the input itself when nothing changes, else a slice of
    /// <paramref name="scratch"/>, which must be at least one byte longer than the path. 0 bytes are allocated.
    /// </summary>
    public static ReadOnlySpan<byte> Normalize(ReadOnlySpan<byte> path, Span<byte> scratch)
    {
        if (!NeedsWork(path))
            return path;
        var decoded = Decode(path, scratch);
        return RemoveDotSegments(decoded);
    }

    /// <summary>
    /// False for a path no server should see: a percent-encoded NUL, or a percent sign without two hex digits (Envoy answers
    /// 400 to both).
    /// </summary>
    public static bool IsAcceptable(ReadOnlySpan<byte> path)
    {
        for (var i = 0; i < path.Length; i++)
        {
            if (path[i] == 0)
                return false;
            if (path[i] != (byte)'%')
                continue;
            if (!TryReadEscape(path, i, out var value) || value == 0)
                return false;
        }
        return true;
    }

    private static bool NeedsWork(ReadOnlySpan<byte> path)
    {
        if (path.IsEmpty)
            return false;
        if (path[0] != (byte)'/')
            return path.Length != 1 || path[0] != (byte)'*'; // "*" is the asterisk-form of OPTIONS
        if (path.IndexOfAny((byte)'%', (byte)'\\') >= 0)
            return true;
        for (var at = path.IndexOf("/."u8); at >= 0;)
        {
            if (IsDotSegment(path.Slice(at + 1)))
                return true;
            var next = path.Slice(at + 2).IndexOf("/."u8);
            at = next < 0 ? -1 : at + 2 + next;
        }
        return false;
    }

    private static bool IsDotSegment(ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf((byte)'/');
        var segment = end < 0 ? rest : rest.Slice(0, end);
        return segment.SequenceEqual("."u8) || segment.SequenceEqual(".."u8);
    }

    private static Span<byte> Decode(ReadOnlySpan<byte> path, Span<byte> scratch)
    {
        var length = 0;
        if (path[0] is not ((byte)'/' or (byte)'\\'))
            scratch[length++] = (byte)'/';
        for (var i = 0; i < path.Length; i++)
        {
            var c = path[i];
            if (c == (byte)'\\')
                c = (byte)'/';
            else if (c == (byte)'%' && TryReadEscape(path, i, out var value) && IsUnreserved(value))
            {
                c = value;
                i += 2;
            }
            scratch[length++] = c;
        }
        return scratch.Slice(0, length);
    }

    // In place: the write position never passes the read position.
    private static Span<byte> RemoveDotSegments(Span<byte> path)
    {
        var length = 0;
        var at = 0;
        while (at < path.Length)
        {
            var rest = path.Slice(at + 1);
            var end = rest.IndexOf((byte)'/');
            var segment = end < 0 ? rest : rest.Slice(0, end);
            var isLast = end < 0;
            if (segment.SequenceEqual(".."u8))
            {
                var parent = path.Slice(0, length).LastIndexOf((byte)'/');
                length = parent < 0 ? 0 : parent;
                if (isLast)
                    path[length++] = (byte)'/';
            }
            else if (segment.SequenceEqual("."u8))
            {
                if (isLast)
                    path[length++] = (byte)'/';
            }
            else
            {
                path.Slice(at, segment.Length + 1).CopyTo(path.Slice(length));
                length += segment.Length + 1;
            }
            at += segment.Length + 1;
        }
        return path.Slice(0, length);
    }

    private static bool TryReadEscape(ReadOnlySpan<byte> path, int at, out byte value)
    {
        value = 0;
        if (at + 2 >= path.Length)
            return false;
        var high = IpLiteral.HexValue(path[at + 1]);
        var low = IpLiteral.HexValue(path[at + 2]);
        if (high < 0 || low < 0)
            return false;
        value = (byte)(high << 4 | low);
        return true;
    }

    private static bool IsUnreserved(byte c) =>
        c is >= (byte)'a' and <= (byte)'z' or >= (byte)'A' and <= (byte)'Z' or >= (byte)'0' and <= (byte)'9'
            or (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~';
}
