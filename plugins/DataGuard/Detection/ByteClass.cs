namespace DataGuard.Detection;

/// <summary>A set of byte values. A value, so that patterns with the same classes share them by equality.</summary>
internal readonly record struct ByteClass
{
    private readonly UInt128 _low;
    private readonly UInt128 _high;

    private ByteClass(UInt128 low, UInt128 high)
    {
        _low = low;
        _high = high;
    }

    public static ByteClass None => default;

    public static ByteClass Any => new(UInt128.MaxValue, UInt128.MaxValue);

    public static ByteClass Digits { get; } = Range('0', '9');

    public static ByteClass Upper { get; } = Range('A', 'Z');

    /// <summary>Letters, digits and the underscore, in ASCII.</summary>
    public static ByteClass Word { get; } = Digits | Upper | Range('a', 'z') | Of('_');

    /// <summary>What a word boundary is between: <see cref="Word"/> and every byte of a character outside ASCII.</summary>
    public static ByteClass WordByte { get; } = Word | ~new ByteClass(UInt128.MaxValue, 0);

    public static ByteClass Space { get; } = Of(' ') | Range('\t', '\r');

    public bool IsEmpty => _low == 0 && _high == 0;

    public static ByteClass Of(char value) => Of((byte)value);

    public static ByteClass Of(byte value) =>
        value < 128 ? new ByteClass(UInt128.One << value, 0) : new ByteClass(0, UInt128.One << (value - 128));

    /// <summary>All values from one to another, both included.</summary>
    public static ByteClass Range(char first, char last)
    {
        var all = None;
        for (var value = first; value <= last; value++)
            all |= Of(value);
        return all;
    }

    /// <summary>A letter in both cases, any other byte as it is.</summary>
    public static ByteClass EitherCase(char letter) => Of(char.ToLowerInvariant(letter)) | Of(char.ToUpperInvariant(letter));

    public bool Contains(byte value) =>
        ((value < 128 ? _low >> value : _high >> (value - 128)) & UInt128.One) != 0;

    /// <summary>The set with the other case of each of its ASCII letters.</summary>
    public ByteClass IgnoringCase()
    {
        var all = this;
        for (var letter = 'a'; letter <= 'z'; letter++)
            if (Contains((byte)letter) || Contains((byte)char.ToUpperInvariant(letter)))
                all |= EitherCase(letter);
        return all;
    }

    public static ByteClass operator |(ByteClass one, ByteClass other) => new(one._low | other._low, one._high | other._high);

    public static ByteClass operator ~(ByteClass one) => new(~one._low, ~one._high);
}
