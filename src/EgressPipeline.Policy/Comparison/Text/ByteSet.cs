namespace EgressPipeline.Policy.Comparison.Text;

/// <summary>A set of bytes, as the label of a step of an automaton.</summary>
internal readonly record struct ByteSet(ulong First, ulong Second, ulong Third, ulong Fourth)
{
    public static readonly ByteSet All = new(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue);

    public static readonly ByteSet Ascii = new(ulong.MaxValue, ulong.MaxValue, 0, 0);

    public bool IsEmpty => (First | Second | Third | Fourth) == 0;

    public bool Contains(byte value) => (Word(value >> 6) >> (value & 63) & 1) != 0;

    public ByteSet With(byte value) => Union(Of(value));

    public ByteSet Without(byte value) => Intersect(Of(value).Invert());

    public ByteSet Union(ByteSet other) => new(First | other.First, Second | other.Second, Third | other.Third, Fourth | other.Fourth);

    public ByteSet Intersect(ByteSet other) => new(First & other.First, Second & other.Second, Third & other.Third, Fourth & other.Fourth);

    public ByteSet Invert() => new(~First, ~Second, ~Third, ~Fourth);

    public static ByteSet Of(byte value)
    {
        var bit = 1UL << (value & 63);
        return (value >> 6) switch
        {
            0 => new ByteSet(bit, 0, 0, 0),
            1 => new ByteSet(0, bit, 0, 0),
            2 => new ByteSet(0, 0, bit, 0),
            _ => new ByteSet(0, 0, 0, bit),
        };
    }

    /// <summary>Every byte of the text.</summary>
    public static ByteSet Of(string ascii)
    {
        var set = default(ByteSet);
        foreach (var c in ascii)
            set = set.With((byte)c);
        return set;
    }

    public static ByteSet Range(byte first, byte last)
    {
        var set = default(ByteSet);
        for (int value = first; value <= last; value++)
            set = set.With((byte)value);
        return set;
    }

    /// <summary>The byte and, when it is an ASCII letter, its other case.</summary>
    public static ByteSet AnyCase(byte value)
    {
        var isLetter = value is >= (byte)'a' and <= (byte)'z' or >= (byte)'A' and <= (byte)'Z';
        return isLetter ? Of(value).With((byte)(value ^ 0x20)) : Of(value);
    }

    private ulong Word(int index) => index switch { 0 => First, 1 => Second, 2 => Third, _ => Fourth };
}
