using System.Buffers.Binary;

namespace DataGuard.Codings;

/// <summary>Bits of a source that arrives in pieces, the lowest bit of a byte first.</summary>
internal struct BitReader
{
    private ulong _bits; // above _count they are 0

    /// <summary>The next bits; those that have not arrived are 0.</summary>
    public readonly ulong Bits => _bits;

    /// <summary>Bits that are there.</summary>
    public int Count { get; private set; }

    /// <summary>Takes bytes of the source until there are more than 56 bits or the source is empty.</summary>
    public void Fill(ref ReadOnlySpan<byte> source)
    {
        if (source.Length >= sizeof(ulong))
        {
            var bytes = (63 - Count) >> 3;
            _bits |= (BinaryPrimitives.ReadUInt64LittleEndian(source) & ((1UL << (bytes * 8)) - 1)) << Count;
            Count += bytes * 8;
            source = source[bytes..];
            return;
        }
        for (; Count <= 56 && source.Length > 0; source = source[1..], Count += 8)
            _bits |= (ulong)source[0] << Count;
    }

    /// <summary>Drops bits that are there.</summary>
    public void Skip(int count)
    {
        _bits >>= count;
        Count -= count;
    }

    /// <summary>Drops the rest of a byte.</summary>
    public void Align() => Skip(Count & 7);

    /// <summary>Takes bits, if that many have arrived.</summary>
    public bool TryTake(ref ReadOnlySpan<byte> source, int count, out int value)
    {
        if (Count < count)
            Fill(ref source);
        value = (int)(_bits & ((1UL << count) - 1));
        if (Count < count)
            return false;
        Skip(count);
        return true;
    }
}
