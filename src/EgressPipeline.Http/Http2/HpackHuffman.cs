using System.Buffers.Binary;

namespace EgressPipeline.Http.Http2;

/// <summary>
/// The Huffman code of RFC 7541 §5.2. The code is canonical: codes of one length are consecutive numbers, so that short
/// ones, which nearly all text consists of, are looked up and the others are found by their length's range.
/// </summary>
internal static class HpackHuffman
{
    private const int LookupBits = 9;

    // Symbol in the upper, length in the lower byte; 0 where the code is longer.
    private static readonly ushort[] Lookup = new ushort[1 << LookupBits];

    // For every length: the first number above its codes, aligned to 32 bits; and what turns a code into a rank.
    private static readonly ulong[] Limits = new ulong[HuffmanCode.MaxBits + 1];
    private static readonly int[] RankBase = new int[HuffmanCode.MaxBits + 1];
    private static readonly ushort[] Symbols = new ushort[HuffmanCode.EndOfString + 1];

    static HpackHuffman()
    {
        var rank = 0;
        for (var length = HuffmanCode.MinBits; length <= HuffmanCode.MaxBits; length++)
        {
            var first = rank;
            for (var symbol = 0; symbol <= HuffmanCode.EndOfString; symbol++)
                if (HuffmanCode.Lengths[symbol] == length)
                    Add(symbol, length, rank++, first);
        }
    }

    /// <summary>The most bytes that so many encoded ones decode to.</summary>
    public static int MaxDecoded(int encoded) => (int)(encoded * 8L / HuffmanCode.MinBits);

    /// <summary>Bytes that <paramref name="text"/> takes when encoded.</summary>
    public static int EncodedLength(ReadOnlySpan<byte> text)
    {
        var bits = 0L;
        foreach (var value in text)
            bits += HuffmanCode.Lengths[value];
        return (int)((bits + 7) / 8);
    }

    /// <summary>Encodes <paramref name="text"/>.</summary>
    /// <returns>Bytes written.</returns>
    public static int Encode(ReadOnlySpan<byte> text, Span<byte> target)
    {
        var pending = 0UL;
        var count = 0;
        var at = 0;
        foreach (var value in text)
        {
            var length = HuffmanCode.Lengths[value];
            pending = (pending << length) | HuffmanCode.Codes[value];
            for (count += length; count >= 8; count -= 8)
                target[at++] = (byte)(pending >> (count - 8));
        }
        if (count > 0)
            target[at++] = (byte)((pending << (8 - count)) | (0xffu >> count)); // RFC 7541 §5.2: padded with the first bits of EOS
        return at;
    }

    /// <summary>Decodes; false when a code is EOS or the padding is not ones, or a whole byte of it.</summary>
    /// <param name="input">Encoded bytes.</param>
    /// <param name="target">At least <see cref="MaxDecoded"/> bytes.</param>
    /// <param name="written">Bytes written.</param>
    public static bool TryDecode(ReadOnlySpan<byte> input, Span<byte> target, out int written)
    {
        written = 0;
        var pending = 0UL; // the next bits, at the upper end
        var count = 0;
        while (true)
        {
            if (count < HuffmanCode.MaxBits)
                Refill(ref input, ref pending, ref count);
            if (count < HuffmanCode.MinBits)
                return IsPadding(pending, count);
            var entry = Lookup[pending >> (64 - LookupBits)];
            int length = (byte)entry;
            var symbol = entry >> 8;
            if (length == 0)
                symbol = FindLong((uint)(pending >> 32), out length);
            if (length > count)
                return IsPadding(pending, count);
            if (symbol == HuffmanCode.EndOfString)
                return false;
            target[written++] = (byte)symbol;
            pending <<= length;
            count -= length;
        }
    }

    private static void Refill(ref ReadOnlySpan<byte> input, ref ulong pending, ref int count)
    {
        if (input.Length >= sizeof(uint) && count <= 32)
        {
            pending |= (ulong)BinaryPrimitives.ReadUInt32BigEndian(input) << (32 - count);
            input = input[sizeof(uint)..];
            count += 32;
            return;
        }
        for (; count <= 56 && !input.IsEmpty; input = input[1..])
        {
            pending |= (ulong)input[0] << (56 - count);
            count += 8;
        }
    }

    private static bool IsPadding(ulong pending, int count) =>
        count < 8 && (count == 0 || pending >> (64 - count) == (1UL << count) - 1);

    private static int FindLong(uint bits, out int length)
    {
        for (length = LookupBits + 1; bits >= Limits[length] && length < HuffmanCode.MaxBits;)
            length++;
        return Symbols[RankBase[length] + (int)(bits >> (32 - length))];
    }

    private static void Add(int symbol, int length, int rank, int firstRank)
    {
        var code = HuffmanCode.Codes[symbol];
        Symbols[rank] = (ushort)symbol;
        if (rank == firstRank)
            RankBase[length] = rank - (int)code;
        Limits[length] = (ulong)(code + 1) << (32 - length);
        if (length > LookupBits)
            return;
        var from = (int)code << (LookupBits - length);
        Lookup.AsSpan(from, 1 << (LookupBits - length)).Fill((ushort)((symbol << 8) | length));
    }
}
