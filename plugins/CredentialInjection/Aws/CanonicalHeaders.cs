using System.Buffers;
using CredentialInjection.Bytes;

namespace CredentialInjection.Aws;

/// <summary>
/// The signed headers: names in lower case and in order, values without needless white space, lines of one name joined in the
/// order in which they are sent. Used once; pass it by reference only.
/// </summary>
internal ref struct CanonicalHeaders
{
    private PooledBuffer _text;
    private Line[] _lines;
    private int _count;

    /// <param name="capacity">Most lines that will be added.</param>
    public CanonicalHeaders(int capacity)
    {
        _text = new PooledBuffer(1024);
        _lines = ArrayPool<Line>.Shared.Rent(capacity);
    }

    public void Add(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value)
    {
        var nameStart = _text.Length;
        foreach (var one in name)
            _text.Write(one is >= (byte)'A' and <= (byte)'Z' ? (byte)(one | 0x20) : one);
        var valueStart = _text.Length;
        Append(value);
        _lines[_count] = new Line(nameStart..valueStart, valueStart.._text.Length, _count);
        _count++;
    }

    /// <summary>Brings the lines into the order of their names. Nothing may be added afterwards.</summary>
    public readonly void Sort()
    {
        var text = _text.Array;
        _lines.AsSpan(0, _count).Sort((left, right) =>
        {
            var names = text.AsSpan(left.Name).SequenceCompareTo(text.AsSpan(right.Name));
            return names != 0 ? names : left.Order.CompareTo(right.Order);
        });
    }

    /// <summary>Appends <c>name:value</c> lines.</summary>
    public readonly void WriteLines(ref PooledBuffer target)
    {
        for (var i = 0; i < _count; i++)
        {
            if (IsContinued(i))
                target.Write((byte)',');
            else
            {
                target.Write(_text.Array.AsSpan(_lines[i].Name));
                target.Write((byte)':');
            }
            target.Write(_text.Array.AsSpan(_lines[i].Value));
            if (!IsContinued(i + 1))
                target.Write((byte)'\n');
        }
    }

    /// <summary>Appends the names, <c>host;x-amz-date</c>.</summary>
    public readonly void WriteNames(ref PooledBuffer target)
    {
        for (var i = 0; i < _count; i++)
        {
            if (IsContinued(i))
                continue;
            if (i > 0)
                target.Write((byte)';');
            target.Write(_text.Array.AsSpan(_lines[i].Name));
        }
    }

    public void Dispose()
    {
        _text.Dispose();
        ArrayPool<Line>.Shared.Return(_lines);
        _lines = [];
        _count = 0;
    }

    /// <summary>Trimmed, with runs of white space as one space.</summary>
    private void Append(scoped ReadOnlySpan<byte> value)
    {
        var pending = false;
        var start = _text.Length;
        foreach (var one in value)
        {
            if (one is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                pending = _text.Length > start;
                continue;
            }
            if (pending)
                _text.Write((byte)' ');
            pending = false;
            _text.Write(one);
        }
    }

    private readonly bool IsContinued(int index) =>
        index > 0 && index < _count && _text.Array.AsSpan(_lines[index].Name).SequenceEqual(_text.Array.AsSpan(_lines[index - 1].Name));

    private readonly record struct Line(Range Name, Range Value, int Order);
}
