using System.Buffers.Binary;

namespace EgressPipeline.Policy.Matching;

/// <summary>Sorts patterns into the tables of a host index and lays it out in bytes. Deterministic.</summary>
internal sealed class HostIndexBuilder
{
    private readonly List<byte[]> _names = [];
    private readonly List<int> _namePositions = [];
    private readonly List<byte[]> _partials = [];
    private readonly List<int> _partialPositions = [];
    private readonly ulong[] _exactLengths = new ulong[4];
    private readonly ulong[] _wildcardLengths = new ulong[4];
    private int _maxLabels;
    private int _catchAll = -1;

    public static byte[] Build(IReadOnlyList<string> patterns)
    {
        var builder = new HostIndexBuilder();
        for (var i = 0; i < patterns.Count; i++)
            builder.Add(patterns[i], i);
        return builder.Write();
    }

    private void Add(string pattern, int position)
    {
        var key = HostIndexKey.From(pattern, out var kind);
        switch (kind)
        {
            case HostIndexKey.Kind.CatchAll:
                _catchAll = position;
                return;
            case HostIndexKey.Kind.Partial:
                _partials.Add(key);
                _partialPositions.Add(position);
                return;
            case HostIndexKey.Kind.Wildcard:
                _wildcardLengths[key.Length >> 6] |= 1UL << (key.Length & 63);
                _maxLabels = Math.Max(_maxLabels, HostIndexKey.CountLabels(key));
                break;
            default:
                _exactLengths[key.Length >> 6] |= 1UL << (key.Length & 63);
                break;
        }
        _names.Add(key);
        _namePositions.Add(position);
    }

    private byte[] Write()
    {
        var names = HostTableBuilder.Build(_names, _namePositions);
        var partials = HostTableBuilder.Build(_partials, _partialPositions);
        var lengths = DistinctLengths(_partials);
        var slotsAt = HostIndexLayout.HeaderSize;
        var partialSlotsAt = slotsAt + 8 * names.Slots.Length;
        var pilotsAt = partialSlotsAt + 8 * partials.Slots.Length;
        var partialPilotsAt = pilotsAt + 2 * names.Pilots.Length;
        var lengthsAt = partialPilotsAt + 2 * partials.Pilots.Length;
        var keysAt = lengthsAt + lengths.Length;
        var partialKeysAt = keysAt + names.Keys.Length;
        var bytes = new byte[(partialKeysAt + partials.Keys.Length + 7) & ~7];

        Write(bytes, HostIndexLayout.CatchAll, _catchAll);
        Write(bytes, HostIndexLayout.MaxLabels, _maxLabels);
        Write(bytes, HostIndexLayout.ExactLengths, _exactLengths);
        Write(bytes, HostIndexLayout.WildcardLengths, _wildcardLengths);
        Write(bytes, HostIndexLayout.PartialLengthCount, lengths.Length);
        Write(bytes, HostIndexLayout.PartialLengthsAt, lengthsAt);
        lengths.CopyTo(bytes, lengthsAt);
        Write(bytes, HostIndexLayout.Names, names, (slotsAt, pilotsAt, keysAt));
        Write(bytes, HostIndexLayout.Partials, partials, (partialSlotsAt, partialPilotsAt, partialKeysAt));
        return bytes;
    }

    private static void Write(byte[] bytes, int table, HostTableParts parts, (int Slots, int Pilots, int Keys) at)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(table + HostTableLayout.Seed), parts.Seed);
        Write(bytes, table + HostTableLayout.PilotCount, parts.Pilots.Length);
        Write(bytes, table + HostTableLayout.SlotCount, parts.Slots.Length);
        Write(bytes, table + HostTableLayout.PilotsAt, at.Pilots);
        Write(bytes, table + HostTableLayout.SlotsAt, at.Slots);
        Write(bytes, table + HostTableLayout.KeysAt, at.Keys);
        Write(bytes, table + HostTableLayout.KeysLength, parts.Keys.Length);
        Write(bytes, at.Slots, parts.Slots);
        for (var i = 0; i < parts.Pilots.Length; i++)
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at.Pilots + 2 * i), parts.Pilots[i]);
        parts.Keys.CopyTo(bytes, at.Keys);
    }

    private static void Write(byte[] bytes, int offset, int value) => BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(offset), value);

    private static void Write(byte[] bytes, int offset, ulong[] values)
    {
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(offset + 8 * i), values[i]);
    }

    private static byte[] DistinctLengths(List<byte[]> keys)
    {
        var lengths = new SortedSet<byte>();
        foreach (var key in keys)
            lengths.Add((byte)key.Length);
        var longestFirst = new byte[lengths.Count];
        lengths.CopyTo(longestFirst);
        Array.Reverse(longestFirst);
        return longestFirst;
    }
}
