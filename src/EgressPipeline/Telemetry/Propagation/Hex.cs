namespace EgressPipeline.Telemetry.Propagation;

/// <summary>Ids of traces in lower-case hexadecimal, as trace headers carry them.</summary>
internal static class Hex
{
    /// <summary>Writes 16 digits.</summary>
    public static void Write(ulong value, Span<byte> destination)
    {
        for (var i = 0; i < 16; i++)
            destination[i] = "0123456789abcdef"u8[(int)(value >> (60 - 4 * i)) & 0xF];
    }

    /// <summary>Reads exactly 16 lower-case digits.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out ulong value)
    {
        value = 0;
        return text.Length == 16 && TryReadDigits(text, ref value);
    }

    /// <summary>Reads exactly two lower-case digits.</summary>
    public static bool TryReadByte(ReadOnlySpan<byte> text, out byte value)
    {
        var number = 0UL;
        var ok = text.Length == 2 && TryReadDigits(text, ref number);
        value = (byte)number;
        return ok;
    }

    private static bool TryReadDigits(ReadOnlySpan<byte> text, ref ulong value)
    {
        foreach (var c in text)
        {
            var digit = c switch
            {
                >= (byte)'0' and <= (byte)'9' => c - '0',
                >= (byte)'a' and <= (byte)'f' => c - 'a' + 10,
                _ => -1,
            };
            if (digit < 0)
                return false;
            value = value << 4 | (uint)digit;
        }
        return true;
    }
}
