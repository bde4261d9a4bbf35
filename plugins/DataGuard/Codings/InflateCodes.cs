namespace DataGuard.Codings;

/// <summary>The two codes of a deflate block and how a block announces them (RFC 1951 §3.2.5 to §3.2.7).</summary>
internal sealed class InflateCodes
{
    private const int FirstLength = 257;
    private const int MaxLiterals = 286;
    private const int MaxDistances = 30;
    private const int CopyPrevious = 16;
    private const int ShortZeros = 17;

    private readonly HuffmanTable _distances = new(32);
    private readonly HuffmanTable _lengthCode = new(19);
    private readonly byte[] _lengths = new byte[MaxLiterals + 2 + MaxDistances + 2];
    private int _literalCount;
    private int _distanceCount;
    private int _codeCount;
    private int _read; // lengths read so far; negative while the code of the lengths is read
    private bool _announced;

    private static ReadOnlySpan<byte> Order => [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    private static ReadOnlySpan<ushort> LengthBases => [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];

    private static ReadOnlySpan<byte> LengthBits => [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

    private static ReadOnlySpan<ushort> DistanceBases =>
        [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];

    private static ReadOnlySpan<byte> DistanceBits => [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];

    /// <summary>The code of literals, the end of the block, and lengths.</summary>
    public HuffmanTable Literals { get; } = new(288);

    /// <summary>Starts reading the codes of a block.</summary>
    public void Begin() => (_announced, _read) = (false, 0);

    /// <summary>Takes the codes that need no announcement.</summary>
    public void UseFixed()
    {
        Span<byte> lengths = stackalloc byte[288];
        lengths[..144].Fill(8);
        lengths[144..256].Fill(9);
        lengths[256..280].Fill(7);
        lengths[280..].Fill(8);
        Literals.TryBuild(lengths);
        lengths[..32].Fill(5);
        _distances.TryBuild(lengths[..32]);
    }

    /// <summary>Reads the codes of a block, as far as they have arrived.</summary>
    /// <returns><see cref="DecodeStatus.Output"/> when they are complete.</returns>
    public DecodeStatus Read(ref BitReader input, ref ReadOnlySpan<byte> source)
    {
        if (!_announced)
        {
            if (!input.TryTake(ref source, 14, out var counts))
                return DecodeStatus.NeedMore;
            (_literalCount, _distanceCount, _codeCount) = (FirstLength + (counts & 31), 1 + ((counts >> 5) & 31), 4 + (counts >> 10));
            if (_literalCount > MaxLiterals || _distanceCount > MaxDistances)
                return DecodeStatus.Invalid;
            (_announced, _read) = (true, -_codeCount);
            Array.Clear(_lengths);
        }
        for (; _read < 0; _read++)
        {
            if (!input.TryTake(ref source, 3, out var bits))
                return DecodeStatus.NeedMore;
            _lengths[Order[_codeCount + _read]] = (byte)bits;
            if (_read == -1 && !TakeLengthCode())
                return DecodeStatus.Invalid;
        }
        return ReadLengths(ref input, ref source);
    }

    /// <summary>Reads what belongs to a length after its code: more of the length, then the distance.</summary>
    /// <param name="symbol">The length's symbol.</param>
    /// <param name="bits">The bits after its code; those that are not there are 0.</param>
    public InflateMatch ReadMatch(int symbol, ulong bits)
    {
        var index = symbol - FirstLength;
        if (index >= LengthBases.Length)
            return default;
        int extra = LengthBits[index];
        var length = LengthBases[index] + (int)(bits & ((1UL << extra) - 1));
        bits >>= extra;
        var distance = _distances.Decode(bits, out var used);
        if (distance is < 0 or >= MaxDistances)
            return default;
        int more = DistanceBits[distance];
        return new InflateMatch(length, DistanceBases[distance] + (int)((bits >> used) & ((1UL << more) - 1)), extra + used + more);
    }

    private bool TakeLengthCode()
    {
        var valid = _lengthCode.TryBuild(_lengths.AsSpan(0, Order.Length));
        Array.Clear(_lengths);
        return valid;
    }

    private DecodeStatus ReadLengths(ref BitReader input, ref ReadOnlySpan<byte> source)
    {
        while (_read < _literalCount + _distanceCount)
        {
            input.Fill(ref source);
            var symbol = _lengthCode.Decode(input.Bits, out var used);
            var extra = symbol switch
            {
                < CopyPrevious => 0,
                CopyPrevious => 2,
                ShortZeros => 3,
                _ => 7,
            };
            if (symbol < 0 || used + extra > input.Count)
                return symbol < 0 && input.Count >= HuffmanTable.MaxBits ? DecodeStatus.Invalid : DecodeStatus.NeedMore;
            var more = (int)(input.Bits >> used) & ((1 << extra) - 1);
            input.Skip(used + extra);
            if (!TryPut(symbol, more))
                return DecodeStatus.Invalid;
        }
        var valid = _lengths[256] > 0 && Literals.TryBuild(_lengths.AsSpan(0, _literalCount)) && _distances.TryBuild(_lengths.AsSpan(_literalCount, _distanceCount));
        return valid ? DecodeStatus.Output : DecodeStatus.Invalid;
    }

    private bool TryPut(int symbol, int more)
    {
        if (symbol < CopyPrevious)
        {
            _lengths[_read++] = (byte)symbol;
            return true;
        }
        var times = symbol switch
        {
            CopyPrevious => 3 + more,
            ShortZeros => 3 + more,
            _ => 11 + more,
        };
        if (_read + times > _literalCount + _distanceCount || (symbol == CopyPrevious && _read == 0))
            return false;
        _lengths.AsSpan(_read, times).Fill(symbol == CopyPrevious ? _lengths[_read - 1] : (byte)0);
        _read += times;
        return true;
    }
}
