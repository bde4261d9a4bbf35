namespace DataGuard.Detection;

/// <summary>Account numbers: country, its length, right check digits (ISO 13616), in one piece or in groups of four.</summary>
internal sealed class IbanRecognizer : Recognizer
{
    public const string DetectorName = "iban";

    private const int HeadLength = 4; // country and check digits

    public override string Name => DetectorName;

    public override Fingerprint Fingerprint => new(ByteClass.Upper, ByteClass.Upper, ByteClass.Digits, ByteClass.Digits);

    public override Verdict Judge(ReadOnlySpan<byte> text, int at, bool final)
    {
        var length = IbanCountries.LengthOf(text[at], text[at + 1]);
        if (length == 0 || !char.IsAsciiDigit((char)text[at + 2]) || !char.IsAsciiDigit((char)text[at + 3]) || !TextBoundary.IsBefore(text, at))
            return Verdict.Nothing;
        var used = GroupSeparator.None;
        var remainder = 0;
        var position = at + HeadLength;
        for (var count = HeadLength; count < length; count++, position++)
        {
            if (count % 4 == 0 && (count == HeadLength || used != GroupSeparator.None))
            {
                if (!GroupSeparators.TryRead(text[position..], out var separator, out var bytes))
                    return Missing(final);
                if (count == HeadLength)
                    used = separator;
                if (separator != used)
                    return Verdict.Nothing;
                position += separator == GroupSeparator.None ? 0 : bytes;
            }
            if (position == text.Length)
                return Missing(final);
            if (!TryAppend(ref remainder, text[position]))
                return Verdict.Nothing;
        }
        if (position == text.Length && !final)
            return Verdict.NeedMore;
        foreach (var moved in text.Slice(at, HeadLength))
            TryAppend(ref remainder, moved);
        return remainder == 1 && (position == text.Length || TextBoundary.IsAfter(text[position])) ? Verdict.Found(at, position) : Verdict.Nothing;
    }

    private static Verdict Missing(bool final) => final ? Verdict.Nothing : Verdict.NeedMore;

    /// <summary>Takes one more character into the number modulo 97 (ISO/IEC 7064, MOD 97-10); letters count as 10 to 35.</summary>
    private static bool TryAppend(ref int remainder, byte character)
    {
        if (char.IsAsciiDigit((char)character))
            remainder = ((remainder * 10) + character - '0') % 97;
        else if (char.IsAsciiLetterUpper((char)character))
            remainder = ((remainder * 100) + character - 'A' + 10) % 97;
        else
            return false;
        return true;
    }
}
