using System.Buffers;

namespace EgressPipeline.Filters.Bodies;

/// <summary>Bytes of a body on their way through filters, in one pooled array. Reused piece after piece; not thread-safe.</summary>
internal sealed class BodyBuffer : IBufferWriter<byte>, IDisposable
{
    private const int Smallest = 4096;

    private byte[] _bytes = [];

    public int Length { get; private set; }

    public bool IsEmpty => Length == 0;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - Length);
        Length += count;
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(Length);
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(Length);
    }

    /// <summary>Forgets the bytes and keeps the array.</summary>
    public void Clear() => Length = 0;

    /// <summary>Goes on in another array and leaves this one to whoever may still look at it: it never reaches the pool.</summary>
    public void Isolate()
    {
        if (_bytes.Length == 0)
            return;
        var other = ArrayPool<byte>.Shared.Rent(_bytes.Length);
        Written.CopyTo(other);
        _bytes = other;
    }

    /// <summary>Gives the array back.</summary>
    public void Dispose()
    {
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        Length = 0;
    }

    private void Reserve(int sizeHint)
    {
        if (_bytes.Length - Length >= Math.Max(sizeHint, 1))
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Smallest, Math.Max(Length + sizeHint, 2 * _bytes.Length)));
        Written.CopyTo(larger);
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
