using System.Buffers;
using System.Runtime.InteropServices;

namespace EgressPipeline.Tests.Transport;

internal static class AbandonedBuffer
{
    /// <summary>Fails when the array behind the memory can be rented by somebody else.</summary>
    public static void AssertIsNotPooled(ReadOnlyMemory<byte> memory)
    {
        Assert.True(MemoryMarshal.TryGetArray(memory, out var segment));
        var rented = Enumerable.Range(0, 100).Select(_ => ArrayPool<byte>.Shared.Rent(segment.Array!.Length)).ToArray();
        Assert.DoesNotContain(rented, array => ReferenceEquals(array, segment.Array));
        foreach (var array in rented)
            ArrayPool<byte>.Shared.Return(array);
    }
}
