namespace DataGuard.Detection;

/// <summary>What the first four bytes of a finding look like: one class per byte. All that is looked for at full speed.</summary>
internal readonly record struct Fingerprint(ByteClass First, ByteClass Second, ByteClass Third, ByteClass Fourth)
{
    /// <summary>Bytes in a fingerprint.</summary>
    public const int Length = 4;

    public ByteClass this[int position] => position switch
    {
        0 => First,
        1 => Second,
        2 => Third,
        _ => Fourth,
    };

    /// <summary>What either one or the other lets through, or a little more.</summary>
    public static Fingerprint operator |(Fingerprint one, Fingerprint other) =>
        new(one.First | other.First, one.Second | other.Second, one.Third | other.Third, one.Fourth | other.Fourth);
}
