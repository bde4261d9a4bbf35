using System.Buffers;

namespace EgressPipeline.Transport;

/// <summary>Room behind what a writer has buffered, in one pooled array that is replaced by a larger one when it is full.</summary>
internal static class WriteRoom
{
    /// <summary>Makes sure that <paramref name="needed"/> bytes fit behind <paramref name="length"/>; what is there is kept.</summary>
    /// <param name="buffer">The writer's buffer; null rents the first one.</param>
    /// <param name="length">Bytes in use.</param>
    /// <param name="needed">Bytes wanted, 1 and up.</param>
    /// <param name="first">The least size of the first buffer.</param>
    public static void Ensure(ref byte[]? buffer, int length, int needed, int first)
    {
        if (buffer is null)
        {
            buffer = ArrayPool<byte>.Shared.Rent(Math.Max(needed, first));
            return;
        }
        if (buffer.Length - length >= needed)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(length + needed), buffer.Length * 2));
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
