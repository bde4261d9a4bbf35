using System.Text;

namespace EgressPipeline.Http;

/// <content>Edits: new lines are appended to the same buffer, the table decides what is written and in which order.</content>
public abstract partial class HttpHead
{
    private const int MaxEditedBytes = 1 << 20;
    private const int MaxEditedHeaders = 4096;

    /// <summary>Whether one more line of so many bytes of name and value may be added: edits are bounded like what is read, only wider.</summary>
    public bool HasRoomFor(int bytes) => _count < MaxEditedHeaders && bytes <= MaxEditedBytes - _used;

    /// <summary>Removes every line of the header.</summary>
    public void Remove(KnownHeader name)
    {
        if (!Contains(name))
            return;
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            if (_fields[i].Known != name)
                _fields[kept++] = _fields[i];
        }
        _count = kept;
        _present &= ~Bit(name);
    }

    /// <summary>Removes every line of the header (any case).</summary>
    public void Remove(ReadOnlySpan<byte> lowerCaseName)
    {
        var known = KnownHeaders.Find(lowerCaseName);
        if (known != KnownHeader.Other)
        {
            Remove(known);
            return;
        }
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            if (_fields[i].Known != KnownHeader.Other || !Ascii.EqualsIgnoreCase(Name(i), lowerCaseName))
                _fields[kept++] = _fields[i];
        }
        _count = kept;
    }

    /// <summary>Replaces the header by one line, in the place of its first one; adds it when absent.</summary>
    /// <exception cref="ArgumentException">The name is no token or the value has a control byte: a bug of the caller.</exception>
    public void Set(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var index = IndexOf(name);
        var field = Append(name, value);
        if (index < 0)
            AddField(field);
        else
            Replace(index, field);
    }

    /// <inheritdoc cref="Set(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>
    public void Set(KnownHeader name, ReadOnlySpan<byte> value) => Set(KnownHeaders.Name(name), value);

    /// <summary>Adds one more line at the end.</summary>
    /// <exception cref="ArgumentException">The name is no token or the value has a control byte: a bug of the caller.</exception>
    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => AddField(Append(name, value));

    /// <inheritdoc cref="Add(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>
    public void Add(KnownHeader name, ReadOnlySpan<byte> value) => Add(KnownHeaders.Name(name), value);

    // RFC 9110 §7.2: Host is best sent first.
    private protected void SetFirst(KnownHeader name, ReadOnlySpan<byte> value)
    {
        if (Contains(name))
        {
            Set(name, value);
            return;
        }
        AddField(Append(KnownHeaders.Name(name), value));
        var field = _fields[_count - 1];
        Array.Copy(_fields, 0, _fields, 1, _count - 1);
        _fields[0] = field;
    }

    /// <summary>Appends text that the start line points to.</summary>
    private protected ByteSlice AppendText(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> text)
    {
        var outgrown = Reserve(prefix.Length + text.Length);
        var slice = new ByteSlice(_used, prefix.Length + text.Length);
        text.CopyTo(_buffer.AsSpan(_used + prefix.Length)); // first, as the text may be a joined value lying right here
        prefix.CopyTo(_buffer.AsSpan(_used));
        _used += slice.Length;
        Return(outgrown);
        return slice;
    }

    private HeaderField Append(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (!ByteSets.IsToken(name))
            throw new ArgumentException("A header name must be a token.", nameof(name));
        if (value.ContainsAny(ByteSets.Controls))
            throw new ArgumentException("A header value must not have control bytes.", nameof(value));

        var length = name.Length + value.Length + 4;
        var outgrown = Reserve(length);
        var line = _buffer.AsSpan(_used, length);
        value.CopyTo(line[(name.Length + 2)..]); // first, as the value may be a joined one lying right here
        name.CopyTo(line);
        line[name.Length] = (byte)':';
        line[name.Length + 1] = (byte)' ';
        "\r\n"u8.CopyTo(line[^2..]);
        Return(outgrown);

        var start = _used;
        _used += length;
        return new HeaderField
        {
            NameStart = start,
            NameLength = name.Length,
            ValueStart = start + name.Length + 2,
            ValueLength = value.Length,
            LineEnd = _used,
            Known = KnownHeaders.Find(_buffer.AsSpan(start, name.Length)),
        };
    }

    private void Replace(int index, in HeaderField field)
    {
        for (var next = NextAfter(index); next >= 0; next = NextAfter(index))
        {
            Array.Copy(_fields, next + 1, _fields, next, _count - next - 1);
            _count--;
        }
        _fields[index] = field;
    }

    private void AddField(in HeaderField field)
    {
        NextField() = field;
        _count++;
        MarkPresent(field.Known);
    }

    private ref HeaderField NextField()
    {
        if (_count == _fields.Length)
            Array.Resize(ref _fields, _count * 2);
        return ref _fields[_count];
    }
}
