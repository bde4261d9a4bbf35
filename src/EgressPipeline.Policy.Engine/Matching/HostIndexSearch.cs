using System.Buffers.Binary;

namespace EgressPipeline.Policy.Matching;

/// <summary>Looks hosts up in the bytes of a host index, wherever they lie: in an object or in an assembly.</summary>
internal static class HostIndexSearch
{
    /// <summary>The position of the most specific pattern that matches a normalised host, or -1. 0 bytes are allocated.</summary>
    public static int Find(ReadOnlySpan<byte> index, ReadOnlySpan<byte> host)
    {
        // A leading dot would equal a wildcard's key.
        if (host.IsEmpty || host[0] == (byte)'.' || host.Length > HostName.MaxLength)
            return -1;
        var exact = HostTable.Find(index, HostIndexLayout.Names, host);
        if (exact >= 0)
            return exact;
        var found = FindWildcard(index, host, out var suffixLength);
        if (ReadInt(index, HostIndexLayout.PartialLengthCount) != 0)
            found = FindPartial(index, host, found, suffixLength);
        return found >= 0 ? found : ReadInt(index, HostIndexLayout.CatchAll);
    }

    // Longest suffix first: start at the k-th dot from the right, k the largest label count of any wildcard.
    private static int FindWildcard(ReadOnlySpan<byte> index, ReadOnlySpan<byte> host, out int suffixLength)
    {
        suffixLength = 0;
        var start = host.Length;
        for (var labels = ReadInt(index, HostIndexLayout.MaxLabels); labels > 0; labels--)
        {
            var dot = host.Slice(0, start).LastIndexOf((byte)'.');
            if (dot <= 0)
                break;
            start = dot;
        }
        while (start < host.Length)
        {
            var suffix = host.Slice(start);
            if (IsWildcardLength(index, suffix.Length))
            {
                var found = HostTable.Find(index, HostIndexLayout.Names, suffix);
                if (found >= 0)
                {
                    suffixLength = suffix.Length;
                    return found;
                }
            }
            var next = suffix.Slice(1).IndexOf((byte)'.');
            if (next < 0)
                break;
            start += next + 1;
        }
        return -1;
    }

    // A partial wins over a dotted wildcard when its suffix is the longer one.
    private static int FindPartial(ReadOnlySpan<byte> index, ReadOnlySpan<byte> host, int dotted, int dottedLength)
    {
        foreach (var length in PartialLengths(index))
        {
            if (length <= dottedLength)
                break;
            if (length >= host.Length)
                continue;
            var found = HostTable.Find(index, HostIndexLayout.Partials, host.Slice(host.Length - length));
            if (found >= 0)
                return found;
        }
        return dotted;
    }

    internal static bool IsWildcardLength(ReadOnlySpan<byte> index, int length) =>
        (BinaryPrimitives.ReadUInt64LittleEndian(index.Slice(HostIndexLayout.WildcardLengths + 8 * (length >> 6))) >> (length & 63) & 1) != 0;

    internal static ReadOnlySpan<byte> PartialLengths(ReadOnlySpan<byte> index) =>
        index.Slice(ReadInt(index, HostIndexLayout.PartialLengthsAt), ReadInt(index, HostIndexLayout.PartialLengthCount));

    internal static int ReadInt(ReadOnlySpan<byte> index, int offset) => BinaryPrimitives.ReadInt32LittleEndian(index.Slice(offset));
}
