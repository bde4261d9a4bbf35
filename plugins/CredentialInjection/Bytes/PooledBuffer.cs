using System.Buffers;

namespace CredentialInjection.Bytes;

/// <summary>
/// Bytes written one after the other into a pooled array. May hold secrets, so the array is cleared before it goes back.
/// Pass it by reference only: a copy would give the array back twice.
/// </summary>
internal ref struct PooledBuffer
{
    private static readonly SearchValues<byte> Unreserved = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"u8);
    private byte[] _array;

    public PooledBuffer(int capacity) => _array = ArrayPool<byte>.Shared.Rent(capacity);

    public int Length { get; private set; }

    public readonly ReadOnlySpan<byte> Written => _array.AsSpan(0, Length);

    /// <summary>The same bytes for sorting in place.</summary>
    public readonly byte[] Array => _array;

    public void Write(byte one)
    {
        Reserve(1);
        _array[Length++] = one;
    }

    public void Write(scoped ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_array.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>Writes bytes with everything but RFC 3986 unreserved characters as %XX.</summary>
    /// <param name="bytes">Any bytes.</param>
    /// <param name="keepSlash">True to leave slashes as they are.</param>
    public void WriteEscaped(scoped ReadOnlySpan<byte> bytes, bool keepSlash = false)
    {
        foreach (var one in bytes)
            WriteEscaped(one, keepSlash);
    }

    /// <inheritdoc cref="WriteEscaped(ReadOnlySpan{byte}, bool)"/>
    public void WriteEscaped(byte one, bool keepSlash = false)
    {
        if (Unreserved.Contains(one) || (keepSlash && one == '/'))
        {
            Write(one);
            return;
        }
        Write((byte)'%');
        Write((byte)"0123456789ABCDEF"[one >> 4]);
        Write((byte)"0123456789ABCDEF"[one & 15]);
    }

    /// <summary>Writes lower-case hexadecimal.</summary>
    public void WriteHex(scoped ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length * 2);
        Convert.TryToHexStringLower(bytes, _array.AsSpan(Length), out var written);
        Length += written;
    }

    /// <summary>Takes back what was written last.</summary>
    /// <param name="length">0 to <see cref="Length"/>.</param>
    public void Truncate(int length)
    {
        _array.AsSpan(length, Length - length).Clear();
        Length = length;
    }

    public void Dispose()
    {
        _array.AsSpan(0, Length).Clear();
        ArrayPool<byte>.Shared.Return(_array);
        _array = [];
        Length = 0;
    }

    private void Reserve(int count)
    {
        if (_array.Length - Length >= count)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_array.Length * 2, Length + count));
        Written.CopyTo(larger);
        _array.AsSpan(0, Length).Clear();
        ArrayPool<byte>.Shared.Return(_array);
        _array = larger;
    }
}
