using System.Buffers;
using System.Text;

namespace EgressPipeline.Http;

/// <summary>
/// The head of one message: start line and header lines in one pooled buffer, reused for every message of a connection.
/// </summary>
/// <remarks>
/// Not thread-safe. Every span handed out points into the buffer and is valid until the next edit, <see cref="Reset"/>
/// or parse; a joined value (see <see cref="TryGet(ReadOnlySpan{byte}, out ReadOnlySpan{byte})"/>) only until the next
/// look-up. In steady state nothing is allocated. <see cref="Dispose"/> returns the buffer to the pool.
/// </remarks>
public abstract partial class HttpHead : IDisposable
{
    private const int InitialBufferBytes = 4096;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialBufferBytes);
    private int _used;
    private HeaderField[] _fields = new HeaderField[32];
    private int _count;
    private ulong _present;
    private ulong _repeated; // may also have headers whose repetition an edit removed: only a clear bit tells something

    private protected HttpHead()
    {
    }

    /// <summary>Number of header lines.</summary>
    public int HeaderCount => _count;

    /// <summary>Bytes of the body when <see cref="Body"/> is <see cref="BodyKind.ContentLength"/>, otherwise 0.</summary>
    public long BodyLength { get; private protected set; }

    /// <summary>How the body of this message ends.</summary>
    public BodyKind Body { get; private protected set; }

    /// <summary>Whether the sender keeps the connection open after this message, as far as the head tells.</summary>
    public bool KeepAlive { get; private protected set; }

    /// <summary>The sender's version, 1.0 or 1.1. A head is always written as HTTP/1.1 (RFC 9110 §6.2).</summary>
    public int MinorVersion { get; private protected set; }

    private protected byte[] Buffer => _buffer;

    private protected ref readonly HeaderField Field(int index) => ref _fields.AsSpan(0, _count)[index];

    /// <summary>The name as sent.</summary>
    public ReadOnlySpan<byte> Name(int index)
    {
        ref readonly var field = ref Field(index);
        return _buffer.AsSpan(field.NameStart, field.NameLength);
    }

    /// <summary>The value without surrounding white space.</summary>
    public ReadOnlySpan<byte> Value(int index)
    {
        ref readonly var field = ref Field(index);
        return _buffer.AsSpan(field.ValueStart, field.ValueLength);
    }

    /// <summary>Which known header the line is.</summary>
    public KnownHeader Known(int index) => Field(index).Known;

    /// <summary>Whether the header is present.</summary>
    public bool Contains(KnownHeader name) => (_present & Bit(name)) != 0;

    /// <summary>The value of a header; lines of the same name are joined by a comma (<c>Cookie</c>: semicolon).</summary>
    public bool TryGet(KnownHeader name, out ReadOnlySpan<byte> value)
    {
        value = default;
        return Contains(name) && TryGetFrom(IndexOf(name), out value);
    }

    /// <inheritdoc cref="TryGet(KnownHeader, out ReadOnlySpan{byte})"/>
    /// <param name="lowerCaseName">The name in lower case (any case works).</param>
    /// <param name="value">The value, valid until the next look-up, edit or parse.</param>
    public bool TryGet(ReadOnlySpan<byte> lowerCaseName, out ReadOnlySpan<byte> value) =>
        TryGetFrom(IndexOf(lowerCaseName), out value);

    /// <summary>Forgets the message and keeps the buffer.</summary>
    public virtual void Reset()
    {
        _used = 0;
        _count = 0;
        _present = 0;
        _repeated = 0;
        BodyLength = 0;
        Body = BodyKind.None;
        KeepAlive = false;
        MinorVersion = 0;
        ResetParsing();
    }

    /// <summary>Goes on in another buffer and leaves this one to whoever may still look at it: it never reaches the pool.</summary>
    public void Isolate()
    {
        if (_buffer.Length == 0)
            return;
        var other = ArrayPool<byte>.Shared.Rent(_buffer.Length);
        _buffer.AsSpan(0, _used).CopyTo(other);
        _buffer = other;
    }

    /// <summary>Returns the buffer. The head must not be used afterwards.</summary>
    public void Dispose()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        Reset();
        GC.SuppressFinalize(this);
    }

    private protected int IndexOf(KnownHeader name, int from = 0)
    {
        var fields = _fields.AsSpan(0, _count);
        for (var i = from; i < fields.Length; i++)
        {
            if (fields[i].Known == name)
                return i;
        }
        return -1;
    }

    /// <summary>The index of a header that is there exactly once, otherwise -1.</summary>
    internal int SingleIndexOf(KnownHeader name)
    {
        var index = IndexOf(name);
        return index >= 0 && NextAfter(index) < 0 ? index : -1;
    }

    private static ulong Bit(KnownHeader name) => (1UL << (int)name) & ~1UL;

    private void MarkPresent(KnownHeader name)
    {
        var bit = Bit(name);
        _repeated |= _present & bit;
        _present |= bit;
    }

    private int IndexOf(ReadOnlySpan<byte> name, int from = 0)
    {
        var known = KnownHeaders.Find(name);
        if (known != KnownHeader.Other)
            return Contains(known) ? IndexOf(known, from) : -1;
        for (var i = from; i < _count; i++)
        {
            if (_fields[i].Known == KnownHeader.Other && Ascii.EqualsIgnoreCase(Name(i), name))
                return i;
        }
        return -1;
    }

    private int NextAfter(int index)
    {
        var known = _fields[index].Known;
        if (known == KnownHeader.Other)
            return IndexOf(Name(index), index + 1);
        return (_repeated & Bit(known)) == 0 ? -1 : IndexOf(known, index + 1);
    }

    private bool TryGetFrom(int first, out ReadOnlySpan<byte> value)
    {
        if (first < 0)
        {
            value = default;
            return false;
        }
        var second = NextAfter(first);
        value = second < 0 ? Value(first) : Join(first, second);
        return true;
    }

    // Behind the used part of the buffer, which the next edit or join may overwrite.
    private ReadOnlySpan<byte> Join(int first, int second)
    {
        var separator = _fields[first].Known == KnownHeader.Cookie ? "; "u8 : ", "u8;
        var length = _fields[first].ValueLength;
        for (var i = second; i >= 0; i = NextAfter(i))
            length += separator.Length + _fields[i].ValueLength;
        Return(Reserve(length));

        var target = _buffer.AsSpan(_used, length);
        Value(first).CopyTo(target);
        var at = _fields[first].ValueLength;
        for (var i = second; i >= 0; i = NextAfter(i))
        {
            separator.CopyTo(target[at..]);
            at += separator.Length;
            Value(i).CopyTo(target[at..]);
            at += _fields[i].ValueLength;
        }
        return target;
    }

    // The outgrown array is handed to the caller: what is about to be written may still point into it.
    private byte[]? Reserve(int bytes)
    {
        if (_buffer.Length - _used >= bytes)
            return null;
        var outgrown = _buffer;
        _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(outgrown.Length * 2, _used + bytes));
        outgrown.AsSpan(0, _used).CopyTo(_buffer);
        return outgrown;
    }

    private static void Return(byte[]? outgrown)
    {
        if (outgrown is { Length: > 0 })
            ArrayPool<byte>.Shared.Return(outgrown);
    }
}
