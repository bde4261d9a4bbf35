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
        if (IsLength(index, HostIndexLayout.ExactLengths, host.Length))
        {
            var exact = HostTable.Find(index, HostIndexLayout.Names, host);
            if (exact >= 0)
                return exact;
        }
        var found = FindWildcard(index, host, out var suffixLength);
        if (ReadInt(index, HostIndexLayout.PartialLengthCount) != 0)
            found = FindPartial(index, host, found, suffixLength);
        return found >= 0 ? found : ReadInt(index, HostIndexLayout.CatchAll);
    }

    // Longest suffix first: start at the k-th dot from the right, k the largest label count of any wildcard.
    private static int FindWildcard(ReadOnlySpan<byte> index, ReadOnlySpan<byte> host, out int suffixLength)
    {
        suffixLength = 0;
        var labels = ReadInt(index, HostIndexLayout.MaxLabels);
        var start = host.Length;
        for (var at = host.Length - 1; at > 0 && labels > 0; at--)
            if (host[at] == (byte)'.')
            {
                start = at;
                labels--;
            }
        for (; start < host.Length; start++)
        {
            if (host[start] != (byte)'.' || !IsLength(index, HostIndexLayout.WildcardLengths, host.Length - start))
                continue;
            var found = HostTable.Find(index, HostIndexLayout.Names, host.Slice(start));
            if (found < 0)
                continue;
            suffixLength = host.Length - start;
            return found;
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

    /// <summary>Whether the bit of a length is set in one of the header's two sets.</summary>
    internal static bool IsLength(ReadOnlySpan<byte> index, int lengths, int length) =>
        (BinaryPrimitives.ReadUInt64LittleEndian(index.Slice(lengths + 8 * (length >> 6))) >> (length & 63) & 1) != 0;

    internal static ReadOnlySpan<byte> PartialLengths(ReadOnlySpan<byte> index) =>
        index.Slice(ReadInt(index, HostIndexLayout.PartialLengthsAt), ReadInt(index, HostIndexLayout.PartialLengthCount));

    internal static int ReadInt(ReadOnlySpan<byte> index, int offset) => BinaryPrimitives.ReadInt32LittleEndian(index.Slice(offset));
}
