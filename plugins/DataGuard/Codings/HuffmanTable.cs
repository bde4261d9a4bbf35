using System.Buffers.Binary;

namespace DataGuard.Codings;

/// <summary>A canonical prefix code of deflate (RFC 1951 §3.2.2), decoded by a table for short codes and by counting for long ones.</summary>
internal sealed class HuffmanTable
{
    /// <summary>Longest code, bits.</summary>
    public const int MaxBits = 15;

    private const int FastBits = 10;
    private const int LengthBits = 4;

    private readonly ushort[] _fast = new ushort[1 << FastBits]; // symbol and length; 0 = a longer code or none
    private readonly ushort[] _counts = new ushort[MaxBits + 1];
    private readonly ushort[] _symbols;

    public HuffmanTable(int symbols) => _symbols = new ushort[symbols];

    /// <summary>Takes the code that has these lengths.</summary>
    /// <param name="lengths">Bits of each symbol, 0 to 15.</param>
    /// <returns>False for lengths that make no code. A code that is not full is one only with a single symbol of one bit, or with none (zlib's rule).</returns>
    public bool TryBuild(ReadOnlySpan<byte> lengths)
    {
        Array.Clear(_fast);
        Array.Clear(_counts);
        foreach (var length in lengths)
            _counts[length]++;
        var used = lengths.Length - _counts[0];
        _counts[0] = 0;
        var left = 1;
        Span<ushort> next = stackalloc ushort[MaxBits + 2]; // index of the first symbol of each length
        Span<int> codes = stackalloc int[MaxBits + 2];
        for (var bits = 1; bits <= MaxBits; bits++)
        {
            left = (left << 1) - _counts[bits];
            if (left < 0)
                return false;
            next[bits + 1] = (ushort)(next[bits] + _counts[bits]);
            codes[bits + 1] = (codes[bits] + _counts[bits]) << 1;
        }
        if (left > 0 && !(used == 0 || (used == 1 && _counts[1] == 1)))
            return false;
        for (var symbol = 0; symbol < lengths.Length; symbol++)
            if (lengths[symbol] is > 0 and var length)
            {
                _symbols[next[length]++] = (ushort)symbol;
                FillFast(symbol, length, codes[length]++);
            }
        return true;
    }

    /// <summary>Decodes the symbol that the bits begin with.</summary>
    /// <param name="bits">The next bits, the first one lowest; at least <see cref="MaxBits"/>, those that are not there as 0.</param>
    /// <param name="length">Bits of its code.</param>
    /// <returns>The symbol, or -1 when no code begins so.</returns>
    public int Decode(ulong bits, out int length)
    {
        var entry = _fast[bits & ((1 << FastBits) - 1)];
        length = entry & ((1 << LengthBits) - 1);
        return entry != 0 ? entry >> LengthBits : DecodeLong(bits, out length);
    }

    private int DecodeLong(ulong bits, out int length)
    {
        var (code, first, index) = (0, 0, 0);
        for (length = 1; length <= MaxBits; length++, bits >>= 1)
        {
            code |= (int)(bits & 1);
            int count = _counts[length];
            if (code - count < first)
                return _symbols[index + code - first];
            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }
        return -1;
    }

    // Codes are sent from their highest bit, everything else from its lowest.
    private void FillFast(int symbol, int length, int code)
    {
        if (length > FastBits)
            return;
        var reversed = (int)(ReverseBits((uint)code) >> (32 - length));
        for (var place = reversed; place < _fast.Length; place += 1 << length)
            _fast[place] = (ushort)((symbol << LengthBits) | length);
    }

    private static uint ReverseBits(uint value)
    {
        value = ((value >> 1) & 0x5555_5555) | ((value & 0x5555_5555) << 1);
        value = ((value >> 2) & 0x3333_3333) | ((value & 0x3333_3333) << 2);
        value = ((value >> 4) & 0x0F0F_0F0F) | ((value & 0x0F0F_0F0F) << 4);
        return BinaryPrimitives.ReverseEndianness(value);
    }
}
