using System.Buffers.Binary;

namespace EgressPipeline.Policy.Image;

/// <summary>
/// Writes the values that plans are made of. Numbers take as few bytes as they need (LEB128); texts are kept once and referred
/// to by position in order of first use.
/// </summary>
internal sealed class ImageWriter
{
    private readonly List<string> _texts = [];
    private readonly Dictionary<string, int> _textPositions = new(StringComparer.Ordinal);
    private byte[] _body = new byte[4096];
    private int _length;

    public byte[] Body() => _body.AsSpan(0, _length).ToArray();

    /// <summary>The texts' section: how many, where each ends, and their UTF-8.</summary>
    public byte[] Texts()
    {
        var encoded = _texts.ConvertAll(System.Text.Encoding.UTF8.GetBytes);
        var at = 4 + 4 * encoded.Count;
        var size = at;
        foreach (var text in encoded)
            size += text.Length;
        var section = new byte[size];
        BinaryPrimitives.WriteInt32LittleEndian(section, encoded.Count);
        var end = 0;
        for (var i = 0; i < encoded.Count; i++)
        {
            encoded[i].CopyTo(section, at + end);
            end += encoded[i].Length;
            BinaryPrimitives.WriteInt32LittleEndian(section.AsSpan(4 + 4 * i), end);
        }
        return section;
    }

    /// <summary>A number that is never negative.</summary>
    public void Number(int value)
    {
        if (value < 0)
            throw new ArgumentOutOfRangeException(nameof(value), value, "no number of a plan is negative");
        Bits((ulong)value);
    }

    public void Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void Bits(ulong value)
    {
        while (value >= 0x80)
        {
            Byte((byte)(value | 0x80));
            value >>= 7;
        }
        Byte((byte)value);
    }

    public void Duration(TimeSpan value)
    {
        if (value < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(value), value, "no duration of a plan is negative");
        Bits((ulong)value.Ticks);
    }

    public void Fraction(double value) => Bits((ulong)BitConverter.DoubleToInt64Bits(value));

    /// <summary>A member of an enumeration whose values are 0, 1, 2 and so on.</summary>
    public void Choice<T>(T value) where T : struct, Enum => Number(Array.IndexOf(Choices<T>.All, value));

    public void Text(string value)
    {
        if (!_textPositions.TryGetValue(value, out var position))
        {
            position = _texts.Count;
            _textPositions.Add(value, position);
            _texts.Add(value);
        }
        Number(position);
    }

    public void OptionalText(string? value) => Optional(value, static (writer, text) => writer.Text(text));

    public void Bytes(byte[] value)
    {
        Number(value.Length);
        foreach (var b in value)
            Byte(b);
    }

    public void Optional<T>(T? value, Action<ImageWriter, T> write) where T : class
    {
        Flag(value is not null);
        if (value is not null)
            write(this, value);
    }

    public void OptionalNumber(int? value)
    {
        Flag(value is not null);
        if (value is not null)
            Number(value.Value);
    }

    public void List<T>(IReadOnlyList<T> items, Action<ImageWriter, T> write)
    {
        Number(items.Count);
        foreach (var item in items)
            write(this, item);
    }

    public void Texts(string[] values) => List(values, static (writer, text) => writer.Text(text));

    public void Numbers(int[] values) => List(values, static (writer, number) => writer.Number(number));

    private void Byte(byte value)
    {
        if (_length == _body.Length)
            Array.Resize(ref _body, 2 * _length);
        _body[_length++] = value;
    }
}
