using System.Buffers.Binary;

namespace EgressPipeline.Http;

/// <summary>Takes the vectors of TLS's presentation language from a span; every step is bounds-checked.</summary>
internal ref struct TlsReader(ReadOnlySpan<byte> data)
{
    private ReadOnlySpan<byte> _rest = data;

    public readonly bool IsEmpty => _rest.IsEmpty;

    public readonly int Remaining => _rest.Length;

    public bool TryTake(int length, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (_rest.Length < length)
            return false;
        taken = _rest[..length];
        _rest = _rest[length..];
        return true;
    }

    public bool TryTakeUInt16(out ushort value)
    {
        var isThere = TryTake(2, out var bytes);
        value = isThere ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : (ushort)0;
        return isThere;
    }

    public bool TryTakeVector8(out ReadOnlySpan<byte> vector)
    {
        vector = default;
        return TryTake(1, out var length) && TryTake(length[0], out vector);
    }

    public bool TryTakeVector16(out ReadOnlySpan<byte> vector)
    {
        vector = default;
        return TryTakeUInt16(out var length) && TryTake(length, out vector);
    }
}
