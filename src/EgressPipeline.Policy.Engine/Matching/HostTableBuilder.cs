namespace EgressPipeline.Policy.Matching;

/// <summary>
/// Finds the parts of a <see cref="HostTable"/> by "hash and displace": keys fall into buckets of about three, and each bucket, largest
/// first, gets the first pilot that puts all its keys into free slots. Deterministic for a given key order.
/// </summary>
internal static class HostTableBuilder
{
    private const int MaxKeyLength = 255;
    private const int MaxBlobLength = 1 << 24;
    private const double Load = 0.97;

    /// <summary>Key i gets value <paramref name="values"/>[i]. Keys must differ, case apart, and be 1 to 255 bytes long.</summary>
    public static HostTableParts Build(IReadOnlyList<byte[]> keys, IReadOnlyList<int> values)
    {
        var offsets = new int[keys.Count];
        var blob = Concatenate(keys, offsets);
        for (var seed = 0UL; ; seed++)
            if (TryPlace(keys, values, offsets, seed, out var pilots, out var slots))
                return new HostTableParts(blob, pilots, slots, seed);
    }

    private static byte[] Concatenate(IReadOnlyList<byte[]> keys, int[] offsets)
    {
        var length = 0;
        for (var i = 0; i < keys.Count; i++)
        {
            if (keys[i].Length is 0 or > MaxKeyLength)
                throw new ArgumentException("a host key has 1 to 255 bytes", nameof(keys));
            offsets[i] = length;
            length += keys[i].Length;
        }
        if (length >= MaxBlobLength)
            throw new ArgumentException("the host names of one table exceed 16 MiB", nameof(keys));
        var blob = new byte[length];
        for (var i = 0; i < keys.Count; i++)
            keys[i].CopyTo(blob, offsets[i]);
        return blob;
    }

    private static bool TryPlace(IReadOnlyList<byte[]> keys, IReadOnlyList<int> values, int[] offsets, ulong seed, out ushort[] pilots, out ulong[] slots)
    {
        pilots = new ushort[Math.Max(1, keys.Count / 3)];
        slots = new ulong[keys.Count == 0 ? 0 : (int)Math.Ceiling(keys.Count / Load)];
        var hashes = new ulong[keys.Count];
        var buckets = new List<int>[pilots.Length];
        for (var i = 0; i < keys.Count; i++)
        {
            hashes[i] = HostHash.Hash(keys[i], seed);
            (buckets[HostHash.Reduce((uint)(hashes[i] >> 32), pilots.Length)] ??= []).Add(i);
        }
        foreach (var bucket in LargestFirst(buckets))
            if (!TryPlaceBucket(buckets[bucket], hashes, slots, out pilots[bucket]))
                return false;
            else
                foreach (var key in buckets[bucket])
                    slots[HostHash.Slot(hashes[key], pilots[bucket], slots.Length)] =
                        (ulong)offsets[key] << 40 | (ulong)keys[key].Length << 32 | (uint)values[key];
        return true;
    }

    private static bool TryPlaceBucket(List<int> bucket, ulong[] hashes, ulong[] slots, out ushort pilot)
    {
        Span<int> taken = stackalloc int[64];
        for (var candidate = 0; candidate <= ushort.MaxValue && bucket.Count <= taken.Length; candidate++)
        {
            var placed = 0;
            for (; placed < bucket.Count; placed++)
            {
                var slot = HostHash.Slot(hashes[bucket[placed]], (uint)candidate, slots.Length);
                if (slots[slot] != 0 || taken.Slice(0, placed).IndexOf(slot) >= 0)
                    break;
                taken[placed] = slot;
            }
            if (placed < bucket.Count)
                continue;
            pilot = (ushort)candidate;
            return true;
        }
        pilot = 0;
        return false;
    }

    private static List<int> LargestFirst(List<int>[] buckets)
    {
        var order = new List<int>();
        for (var i = 0; i < buckets.Length; i++)
            if (buckets[i] is not null)
                order.Add(i);
        order.Sort((a, b) => buckets[a].Count != buckets[b].Count ? buckets[b].Count.CompareTo(buckets[a].Count) : a.CompareTo(b));
        return order;
    }
}
