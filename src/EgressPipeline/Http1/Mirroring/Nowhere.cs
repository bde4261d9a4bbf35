using System.Buffers;

namespace EgressPipeline.Http1.Mirroring;

/// <summary>Takes bytes and forgets them. Its memory is written by many at once and read by nobody.</summary>
internal sealed class Nowhere : IBufferWriter<byte>
{
    public static readonly Nowhere Instance = new();

    private volatile byte[] _memory = new byte[16 * 1024];

    public void Advance(int count)
    {
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        var memory = _memory;
        return memory.Length >= sizeHint ? memory : _memory = new byte[sizeHint];
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}
