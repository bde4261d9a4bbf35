namespace EgressPipeline.Policy.Matching;

/// <summary>Reads IP literals from bytes without allocating, for hosts that are addresses.</summary>
public static class IpLiteral
{
    /// <summary>Reads a normalised host (no brackets) that is an IPv4 or IPv6 literal; false when it is a name.</summary>
    public static bool TryParse(ReadOnlySpan<byte> host, out IpValue value) =>
        host.IndexOf((byte)':') >= 0 ? TryParseV6(host, out value) : TryParseV4(host, out value);

    /// <summary>Four decimal parts without leading zeros; nothing that <c>inet_aton</c> would also take.</summary>
    public static bool TryParseV4(ReadOnlySpan<byte> text, out IpValue value)
    {
        value = default;
        var bits = 0UL;
        for (var part = 0; part < 4; part++)
        {
            if (part > 0)
            {
                if (text.IsEmpty || text[0] != (byte)'.')
                    return false;
                text = text.Slice(1);
            }
            if (!TryReadOctet(ref text, out var octet))
                return false;
            bits = bits << 8 | octet;
        }
        value = new IpValue(0, 0xFFFF_0000_0000UL | bits);
        return text.IsEmpty;
    }

    /// <summary>RFC 4291 §2.2 forms, an embedded IPv4 tail included; no zone.</summary>
    public static bool TryParseV6(ReadOnlySpan<byte> text, out IpValue value)
    {
        value = default;
        Span<ushort> words = stackalloc ushort[8];
        var count = 0;
        var gap = -1;
        if (text.Length >= 2 && text[0] == (byte)':')
        {
            if (text[1] != (byte)':')
                return false;
            gap = 0;
            text = text.Slice(2);
        }
        while (!text.IsEmpty)
        {
            if (count <= 6 && text.IndexOf((byte)'.') >= 0 && text.IndexOf((byte)':') < 0)
            {
                if (!TryParseV4(text, out var tail))
                    return false;
                words[count++] = (ushort)(tail.Low >> 16);
                words[count++] = (ushort)tail.Low;
                break;
            }
            if (count == 8 || !TryReadWord(ref text, out words[count]))
                return false;
            count++;
            if (text.IsEmpty)
                break;
            if (text[0] != (byte)':' || text.Length == 1)
                return false;
            text = text.Slice(1);
            if (text[0] != (byte)':')
                continue;
            if (gap >= 0)
                return false;
            gap = count;
            text = text.Slice(1);
        }
        return TryAssemble(words, count, gap, out value);
    }

    private static bool TryAssemble(ReadOnlySpan<ushort> words, int count, int gap, out IpValue value)
    {
        value = default;
        if (gap < 0 ? count != 8 : count > 7)
            return false;
        ulong high = 0, low = 0;
        var zeros = 8 - count;
        for (var i = 0; i < 8; i++)
        {
            var word = gap < 0 || i < gap ? words[i] : i < gap + zeros ? (ushort)0 : words[i - zeros];
            if (i < 4)
                high = high << 16 | word;
            else
                low = low << 16 | word;
        }
        value = new IpValue(high, low);
        return true;
    }

    private static bool TryReadOctet(ref ReadOnlySpan<byte> text, out uint octet)
    {
        octet = 0;
        var digits = 0;
        while (digits < 3 && digits < text.Length && text[digits] is >= (byte)'0' and <= (byte)'9')
            octet = octet * 10 + text[digits++] - '0';
        if (digits == 0 || octet > 255 || (digits > 1 && text[0] == (byte)'0'))
            return false;
        text = text.Slice(digits);
        return true;
    }

    private static bool TryReadWord(ref ReadOnlySpan<byte> text, out ushort word)
    {
        word = 0;
        var digits = 0;
        for (; digits < 4 && digits < text.Length; digits++)
        {
            var nibble = HexValue(text[digits]);
            if (nibble < 0)
                break;
            word = (ushort)(word << 4 | nibble);
        }
        text = text.Slice(digits);
        return digits > 0;
    }

    internal static int HexValue(byte c) => c switch
    {
        >= (byte)'0' and <= (byte)'9' => c - '0',
        >= (byte)'a' and <= (byte)'f' => c - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => c - 'A' + 10,
        _ => -1,
    };
}
