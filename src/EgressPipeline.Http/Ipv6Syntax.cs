namespace EgressPipeline.Http;

/// <summary>The textual form of IPv6 addresses (RFC 4291 §2.2, without zones), checked without making an address.</summary>
internal static class Ipv6Syntax
{
    private const int Groups = 8;

    public static bool IsAddress(ReadOnlySpan<byte> text)
    {
        var groups = 0;
        var hasGap = false;
        if (text.StartsWith("::"u8))
        {
            hasGap = true;
            text = text[2..];
            if (text.IsEmpty)
                return true;
        }
        while (true)
        {
            // 1. One group, or a dotted IPv4 address in the place of the last two.
            var length = text.IndexOf((byte)':');
            var group = length < 0 ? text : text[..length];
            if (length < 0 && group.Contains((byte)'.'))
                return IsIpv4(group) && IsComplete(groups + 2, hasGap);
            if (!IsGroup(group) || ++groups > Groups)
                return false;
            if (length < 0)
                return IsComplete(groups, hasGap);

            // 2. The colon, or the one gap.
            text = text[(length + 1)..];
            if (text.IsEmpty)
                return false;
            if (text[0] != ':')
                continue;
            if (hasGap)
                return false;
            hasGap = true;
            text = text[1..];
            if (text.IsEmpty)
                return IsComplete(groups, hasGap);
        }
    }

    private static bool IsComplete(int groups, bool hasGap) => hasGap ? groups < Groups : groups == Groups;

    private static bool IsGroup(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > 4)
            return false;
        foreach (var digit in text)
        {
            if (!char.IsAsciiHexDigit((char)digit))
                return false;
        }
        return true;
    }

    /// <summary>Whether the text is four decimal numbers up to 255, without leading zeros.</summary>
    public static bool IsIpv4(ReadOnlySpan<byte> text)
    {
        for (var part = 0; part < 4; part++)
        {
            var length = text.IndexOf((byte)'.');
            if ((length < 0) != (part == 3))
                return false;
            if (!IsOctet(length < 0 ? text : text[..length]))
                return false;
            text = length < 0 ? default : text[(length + 1)..];
        }
        return true;
    }

    private static bool IsOctet(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > 3 || (text.Length > 1 && text[0] == '0'))
            return false;
        var value = 0;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit((char)digit))
                return false;
            value = (value * 10) + digit - '0';
        }
        return value <= 255;
    }
}
