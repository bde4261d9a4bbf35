using System.Buffers.Binary;

namespace EgressPipeline.Policy.Matching;

/// <summary>
/// The hash of host names: sixteen bytes a step, ASCII case folded, the same on every runtime and byte order, since tables
/// made by the compiler are read by the process.
/// </summary>
public static class HostHash
{
    private const ulong K0 = 0x9E3779B97F4A7C15UL;
    private const ulong K1 = 0xA0761D6478BD642FUL;
    private const ulong K2 = 0xE7037ED1A0B428DBUL;
    private const ulong CaseBit = 0x2020202020202020UL;

    /// <summary>Equal for keys that differ in ASCII case only.</summary>
    public static ulong Hash(ReadOnlySpan<byte> key, ulong seed)
    {
        var hash = seed ^ K1;
        var rest = key;
        while (rest.Length > 16)
        {
            hash = Mix(Read(rest) ^ K0, Read(rest.Slice(8)) ^ hash);
            rest = rest.Slice(16);
        }
        // What is left is read as two words that may overlap with each other and, in a longer key, with what was read before.
        ulong first, last;
        if (key.Length >= 16)
            (first, last) = (Read(key.Slice(key.Length - 16)), Read(key.Slice(key.Length - 8)));
        else if (key.Length >= 8)
            (first, last) = (Read(key), Read(key.Slice(key.Length - 8)));
        else
            (first, last) = (ReadShort(key), 0);
        return Mix(Mix(first ^ K0, last ^ hash) ^ K1, K2 ^ (ulong)key.Length);
    }

    /// <summary>Bucket or slot of a hash: its high half scaled to <paramref name="count"/>, without a division.</summary>
    internal static int Reduce(uint value, int count) => (int)((ulong)value * (uint)count >> 32);

    /// <summary>The slot a key takes under its bucket's pilot.</summary>
    internal static int Slot(ulong hash, uint pilot, int count) => Reduce((uint)((hash ^ pilot * K0) * K2 >> 32), count);

    private static ulong Read(ReadOnlySpan<byte> key) => BinaryPrimitives.ReadUInt64LittleEndian(key) | CaseBit;

    // Fewer than eight bytes: all of them, at fixed places.
    private static ulong ReadShort(ReadOnlySpan<byte> key)
    {
        if (key.Length >= 4)
            return (BinaryPrimitives.ReadUInt32LittleEndian(key) | (ulong)BinaryPrimitives.ReadUInt32LittleEndian(key.Slice(key.Length - 4)) << 32) | CaseBit;
        return key.IsEmpty ? 0 : (key[0] | (ulong)key[key.Length >> 1] << 8 | (ulong)key[key.Length - 1] << 16) | CaseBit;
    }

    private static ulong Mix(ulong a, ulong b)
    {
#if NET
        var high = Math.BigMul(a, b, out var low);
        return high ^ low;
#else
        return High(a, b) ^ unchecked(a * b);
#endif
    }

    /// <summary>The high half of a 64 by 64 bit product, for runtimes without one.</summary>
    internal static ulong High(ulong a, ulong b)
    {
        ulong al = (uint)a, ah = a >> 32, bl = (uint)b, bh = b >> 32;
        var t = al * bl;
        var u = ah * bl + (t >> 32);
        var v = al * bh + (uint)u;
        return ah * bh + (u >> 32) + (v >> 32);
    }
}
