using System.Buffers.Binary;

namespace EgressPipeline.Policy.Matching;

/// <summary>
/// A minimal perfect hash over host keys, read where it lies: one probe, one comparison, no chains, hence no input that
/// makes it slow. A key is matched ASCII-case-insensitively; wildcards are stored as <c>.suffix</c>.
/// </summary>
internal static class HostTable
{
    /// <summary>The position of a key in the table whose header is at <paramref name="table"/>, or -1. 0 bytes are allocated.</summary>
    public static int Find(ReadOnlySpan<byte> index, int table, ReadOnlySpan<byte> key)
    {
        var header = index.Slice(table, HostTableLayout.Size);
        var slotCount = BinaryPrimitives.ReadInt32LittleEndian(header.Slice(HostTableLayout.SlotCount));
        if (slotCount == 0 || key.IsEmpty)
            return -1;
        var hash = HostHash.Hash(key, BinaryPrimitives.ReadUInt64LittleEndian(header));
        var bucket = HostHash.Reduce((uint)(hash >> 32), BinaryPrimitives.ReadInt32LittleEndian(header.Slice(HostTableLayout.PilotCount)));
        var pilotsAt = BinaryPrimitives.ReadInt32LittleEndian(header.Slice(HostTableLayout.PilotsAt));
        uint pilot = BinaryPrimitives.ReadUInt16LittleEndian(index.Slice(pilotsAt + 2 * bucket));
        var slotsAt = BinaryPrimitives.ReadInt32LittleEndian(header.Slice(HostTableLayout.SlotsAt));
        var slot = BinaryPrimitives.ReadUInt64LittleEndian(index.Slice(slotsAt + 8 * HostHash.Slot(hash, pilot, slotCount)));
        if ((byte)(slot >> 32) != key.Length)
            return -1;
        var keysAt = BinaryPrimitives.ReadInt32LittleEndian(header.Slice(HostTableLayout.KeysAt));
        return AsciiText.EqualsIgnoreCase(index.Slice(keysAt + (int)(slot >> 40), key.Length), key) ? (int)(uint)slot : -1;
    }
}
