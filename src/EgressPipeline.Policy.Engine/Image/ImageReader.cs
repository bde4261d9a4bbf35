using System.Buffers.Binary;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Image;

/// <summary>
/// Reads what <see cref="ImageWriter"/> writes. Trusts nothing: every count is bounded by the bytes that are left, every reference
/// by what it refers to.
/// </summary>
internal sealed class ImageReader
{
    private readonly byte[] _body;
    private readonly string[] _texts;
    private int _at;

    public ImageReader(ReadOnlySpan<byte> texts, ReadOnlySpan<byte> body)
    {
        _body = body.ToArray();
        _texts = ReadTexts(texts);
    }

    /// <summary>What has been read so far and later parts refer to by position.</summary>
    public ClusterPlan[] Clusters { get; set; } = [];

    public HostPlan[] Hosts { get; set; } = [];

    public bool IsAtEnd => _at == _body.Length;

    public int Number()
    {
        var value = Bits();
        return value <= int.MaxValue ? (int)value : throw Bad("a number is out of range");
    }

    public int Number(int limit, string what)
    {
        var value = Number();
        return value <= limit ? value : throw Bad(what + " is " + value + ", at most " + limit);
    }

    public bool Flag() => Byte() switch
    {
        0 => false,
        1 => true,
        _ => throw Bad("a flag is neither 0 nor 1"),
    };

    public ulong Bits()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Byte();
            if (shift == 63 && part > 1)
                break;
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }
        throw Bad("a number is too long");
    }

    public TimeSpan Duration()
    {
        var ticks = Bits();
        return ticks <= long.MaxValue ? TimeSpan.FromTicks((long)ticks) : throw Bad("a duration is out of range");
    }

    public double Fraction() => BitConverter.Int64BitsToDouble((long)Bits());

    public T Choice<T>() where T : struct, Enum => Choices<T>.All[Number(Choices<T>.All.Length - 1, typeof(T).Name)];

    public string Text()
    {
        var position = Number();
        return position < _texts.Length ? _texts[position] : throw Bad("a text is missing");
    }

    public string? OptionalText() => Flag() ? Text() : null;

    public byte[] Bytes()
    {
        var length = Count();
        var bytes = _body.AsSpan(_at, length).ToArray();
        _at += length;
        return bytes;
    }

    public T? Optional<T>(Func<ImageReader, T> read) where T : class => Flag() ? read(this) : null;

    public int? OptionalNumber() => Flag() ? Number() : null;

    public T[] List<T>(Func<ImageReader, T> read)
    {
        var count = Count();
        if (count == 0)
            return [];
        var items = new T[count];
        for (var i = 0; i < count; i++)
            items[i] = read(this);
        return items;
    }

    public string[] Texts() => List(static reader => reader.Text());

    public int[] Numbers() => List(static reader => reader.Number());

    public ClusterPlan Cluster() => At(Clusters, "cluster");

    public HostPlan Host() => At(Hosts, "host");

    public T At<T>(T[] items, string what)
    {
        var position = Number();
        return position < items.Length ? items[position] : throw Bad("there is no " + what + " " + position);
    }

    public ImageFormatException Bad(string message) => new(message, _at);

    // Whatever is counted takes at least one byte each.
    private int Count()
    {
        var count = Number();
        return count <= _body.Length - _at ? count : throw Bad("a list is longer than the image");
    }

    private byte Byte() => _at < _body.Length ? _body[_at++] : throw Bad("it ends too early");

    private string[] ReadTexts(ReadOnlySpan<byte> section)
    {
        var count = section.Length < 4 ? -1 : BinaryPrimitives.ReadInt32LittleEndian(section);
        if (count < 0 || count > (section.Length - 4) / 4)
            throw Bad("the texts lie outside of their part");
        var blob = section.Slice(4 + 4 * count);
        var texts = new string[count];
        var start = 0;
        for (var i = 0; i < count; i++)
        {
            var end = BinaryPrimitives.ReadInt32LittleEndian(section.Slice(4 + 4 * i));
            if (end < start || end > blob.Length)
                throw Bad("a text lies outside of its part");
            texts[i] = Matching.AsciiText.Text(blob.Slice(start, end - start));
            start = end;
        }
        return texts;
    }
}
