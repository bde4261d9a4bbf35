using System.Buffers.Binary;

namespace EgressPipeline.Policy.Matching;

/// <summary>
/// Decides whether bytes from outside are the index of the given patterns: then no look-up can leave the bytes or end at
/// another pattern than an index made here would.
/// </summary>
internal static class HostIndexCheck
{
    /// <summary>What is wrong, or null.</summary>
    public static string? FirstError(ReadOnlySpan<byte> index, IReadOnlyList<string> patterns)
    {
        if (index.Length < HostIndexLayout.HeaderSize)
            return "the host index is too short";
        if (!IsTable(index, HostIndexLayout.Names, out var names) || !IsTable(index, HostIndexLayout.Partials, out var partials)
            || !IsRange(index, HostIndexSearch.ReadInt(index, HostIndexLayout.PartialLengthsAt), HostIndexSearch.ReadInt(index, HostIndexLayout.PartialLengthCount), 1))
            return "a table of the host index lies outside of it";
        var catchAll = HostIndexSearch.ReadInt(index, HostIndexLayout.CatchAll);
        if (catchAll < -1 || names + partials + (catchAll >= 0 ? 1 : 0) != patterns.Count)
            return "the host index has another number of hosts than the plan";
        // As many keys as patterns, and each pattern at its place: so there is nothing else in it.
        for (var i = 0; i < patterns.Count; i++)
            if (!Holds(index, patterns[i], i))
                return "the host index does not find " + patterns[i];
        return null;
    }

    private static bool Holds(ReadOnlySpan<byte> index, string pattern, int position)
    {
        var key = HostIndexKey.From(pattern, out var kind);
        return kind switch
        {
            HostIndexKey.Kind.CatchAll => HostIndexSearch.ReadInt(index, HostIndexLayout.CatchAll) == position,
            HostIndexKey.Kind.Partial => HostTable.Find(index, HostIndexLayout.Partials, key) == position
                && HostIndexSearch.PartialLengths(index).IndexOf((byte)key.Length) >= 0,
            HostIndexKey.Kind.Wildcard => HostTable.Find(index, HostIndexLayout.Names, key) == position
                && HostIndexSearch.IsLength(index, HostIndexLayout.WildcardLengths, key.Length)
                && HostIndexKey.CountLabels(key) <= HostIndexSearch.ReadInt(index, HostIndexLayout.MaxLabels),
            _ => HostTable.Find(index, HostIndexLayout.Names, key) == position && HostIndexSearch.IsLength(index, HostIndexLayout.ExactLengths, key.Length),
        };
    }

    // Every part lies inside, and every slot's key inside the keys.
    private static bool IsTable(ReadOnlySpan<byte> index, int table, out int keyCount)
    {
        keyCount = 0;
        var slotsAt = HostIndexSearch.ReadInt(index, table + HostTableLayout.SlotsAt);
        var slotCount = HostIndexSearch.ReadInt(index, table + HostTableLayout.SlotCount);
        var pilotCount = HostIndexSearch.ReadInt(index, table + HostTableLayout.PilotCount);
        var keysLength = HostIndexSearch.ReadInt(index, table + HostTableLayout.KeysLength);
        if (pilotCount == 0
            || !IsRange(index, slotsAt, slotCount, 8)
            || !IsRange(index, HostIndexSearch.ReadInt(index, table + HostTableLayout.PilotsAt), pilotCount, 2)
            || !IsRange(index, HostIndexSearch.ReadInt(index, table + HostTableLayout.KeysAt), keysLength, 1))
            return false;
        for (var i = 0; i < slotCount; i++)
        {
            var slot = BinaryPrimitives.ReadUInt64LittleEndian(index.Slice(slotsAt + 8 * i));
            if (slot == 0)
                continue;
            keyCount++;
            if ((int)(slot >> 40) + (int)(byte)(slot >> 32) > keysLength)
                return false;
        }
        return true;
    }

    private static bool IsRange(ReadOnlySpan<byte> index, int offset, int count, int size) =>
        offset >= 0 && count >= 0 && offset + (long)count * size <= index.Length;
}
