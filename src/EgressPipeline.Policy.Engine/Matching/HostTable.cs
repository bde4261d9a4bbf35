namespace EgressPipeline.Policy.Matching;

/// <summary>
/// A minimal perfect hash over host keys: one probe, one comparison, no chains, hence no input that makes it slow.
/// A key is matched ASCII-case-insensitively; wildcards are stored as <c>.suffix</c>.
/// </summary>
public sealed class HostTable
{
    private readonly byte[] _keys;
    private readonly ushort[] _pilots;
    private readonly ulong[] _slots;
    private readonly ulong _seed;

    internal HostTable(byte[] keys, ushort[] pilots, ulong[] slots, ulong seed)
    {
        _keys = keys;
        _pilots = pilots;
        _slots = slots;
        _seed = seed;
    }

    /// <summary>Every key back to back.</summary>
    public ReadOnlySpan<byte> Keys => _keys;

    /// <summary>Bucket to pilot.</summary>
    public ReadOnlySpan<ushort> Pilots => _pilots;

    /// <summary><c>offset:24 | length:8 | value:32</c>; 0 = free.</summary>
    public ReadOnlySpan<ulong> Slots => _slots;

    public ulong Seed => _seed;

    /// <summary>The value of a key, or -1. 0 bytes are allocated.</summary>
    public int Find(ReadOnlySpan<byte> key) => Find(key, _keys, _pilots, _slots, _seed);

    /// <summary>The probe over tables that live elsewhere (compiled into an assembly).</summary>
    public static int Find(ReadOnlySpan<byte> key, ReadOnlySpan<byte> keys, ReadOnlySpan<ushort> pilots, ReadOnlySpan<ulong> slots, ulong seed)
    {
        if (key.IsEmpty || slots.IsEmpty)
            return -1;
        var hash = HostHash.Hash(key, seed);
        uint pilot = pilots[HostHash.Reduce((uint)(hash >> 32), pilots.Length)];
        var entry = slots[HostHash.Slot(hash, pilot, slots.Length)];
        if ((byte)(entry >> 32) != key.Length)
            return -1;
        return AsciiText.EqualsIgnoreCase(keys.Slice((int)(entry >> 40), key.Length), key) ? (int)(uint)entry : -1;
    }
}
