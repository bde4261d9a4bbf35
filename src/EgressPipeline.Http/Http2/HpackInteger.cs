namespace EgressPipeline.Http.Http2;

/// <summary>Integers of RFC 7541 §5.1, of which no useful one needs more than 28 bits behind the prefix.</summary>
internal static class HpackInteger
{
    /// <summary>The most bytes that one takes, the prefix included.</summary>
    public const int MaxBytes = 6;

    private const int MaxShift = 21;

    /// <summary>Reads one from the start of <paramref name="input"/> and moves on behind it.</summary>
    public static HpackError TryRead(scoped ref ReadOnlySpan<byte> input, int prefixBits, out int value)
    {
        value = 0;
        if (input.IsEmpty)
            return HpackError.Truncated;
        var prefix = (1 << prefixBits) - 1;
        value = input[0] & prefix;
        input = input[1..];
        if (value < prefix)
            return HpackError.None;
        for (var shift = 0; shift <= MaxShift; shift += 7)
        {
            if (input.IsEmpty)
                return HpackError.Truncated;
            var next = input[0];
            input = input[1..];
            value += (next & 0x7f) << shift;
            if ((next & 0x80) == 0)
                return HpackError.None;
        }
        return HpackError.BadInteger; // longer than any length or index here can be, zeroes at the end included
    }

    /// <summary>Writes one; the bits above the prefix come from <paramref name="pattern"/>.</summary>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> target, byte pattern, int prefixBits, int value)
    {
        var prefix = (1 << prefixBits) - 1;
        if (value < prefix)
        {
            target[0] = (byte)(pattern | value);
            return 1;
        }
        target[0] = (byte)(pattern | prefix);
        value -= prefix;
        var at = 1;
        for (; value >= 0x80; value >>= 7)
            target[at++] = (byte)(value | 0x80);
        target[at++] = (byte)value;
        return at;
    }
}
