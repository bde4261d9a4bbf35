namespace DataGuard.Detection;

/// <summary>Card numbers: the digits and length of an issuer, a right check digit, in one piece or as they are printed.</summary>
internal sealed class PaymentCardRecognizer : Recognizer
{
    public override string Name => "payment-card";

    public override Fingerprint Fingerprint => new(ByteClass.Digits, ByteClass.Digits, ByteClass.Digits, ByteClass.Digits);

    public override bool BeginsDigitRow => true;

    // The groups of an account number in print look like those of a card, one in fifty also by its check digit.
    public override string? HiddenBy => IbanRecognizer.DetectorName;

    public override Verdict Judge(ReadOnlySpan<byte> text, int at, bool final)
    {
        if (at > 0 && char.IsAsciiDigit((char)text[at - 1]))
            return Verdict.Nothing; // judged at the first digit of the row
        if (TextBoundary.DigitsOfEscape(text, at) is > 0 and var escaped)
            at += escaped;
        else if (!TextBoundary.IsBefore(text, at) || IsFraction(text, at))
            return Verdict.Nothing;
        if (at == text.Length)
            return final ? Verdict.Nothing : Verdict.NeedMore;
        return MayBegin(text[at..]) ? Read(text, at, final) : Verdict.Nothing;
    }

    /// <summary>Turns most numbers away at little cost: by their first digit, and by the length of the first row.</summary>
    private static bool MayBegin(ReadOnlySpan<byte> text)
    {
        if (text[0] is (byte)'0' or (byte)'1' or (byte)'7')
            return false; // no issuer
        var row = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return row is < 0 or 4 or 6 or 8 or (>= CardIssuers.MinDigits and <= CardIssuers.MaxDigits);
    }

    private static Verdict Read(ReadOnlySpan<byte> text, int at, bool final)
    {
        Span<byte> digits = stackalloc byte[CardIssuers.MaxDigits];
        Span<byte> groups = stackalloc byte[CardLayout.MaxGroups];
        var used = default(GroupSeparator);
        var found = Verdict.Nothing;
        var (position, count) = (at, 0);
        for (var group = 0; group < CardLayout.MaxGroups; group++)
        {
            var row = ReadDigits(text[position..], digits[count..]);
            if (row < 0)
                return found;
            (position, count, groups[group]) = (position + row, count + row, (byte)row);
            if (!CanTell(text, position, final))
                return Verdict.NeedMore;
            if (Ends(text, position) && IsCard(digits[..count], groups[..(group + 1)]))
                found = Verdict.Found(at, position);
            if (!GroupSeparators.TryRead(text[position..], out var separator, out var length))
                return final ? found : Verdict.NeedMore;
            if (separator == GroupSeparator.None || (group > 0 && separator != used))
                return found;
            if (position + length == text.Length && !final)
                return Verdict.NeedMore;
            (used, position) = (separator, position + length);
        }
        return found;
    }

    private static bool IsCard(ReadOnlySpan<byte> digits, ReadOnlySpan<byte> groups) =>
        digits.Length >= CardIssuers.MinDigits && CardLayout.Fits(groups) && CardIssuers.Issue(digits) && Luhn.IsValid(digits);

    /// <summary>Reads a row of digits as values.</summary>
    /// <returns>How many; -1 when there are none, or more than a card has left.</returns>
    private static int ReadDigits(ReadOnlySpan<byte> text, Span<byte> digits)
    {
        var count = 0;
        for (; count < text.Length && char.IsAsciiDigit((char)text[count]); count++)
        {
            if (count == digits.Length)
                return -1;
            digits[count] = (byte)(text[count] - '0');
        }
        return count == 0 ? -1 : count;
    }

    /// <summary>True for the digits after the point of a number such as 0.4111111111111111.</summary>
    private static bool IsFraction(ReadOnlySpan<byte> text, int at) => at >= 2 && text[at - 1] == '.' && char.IsAsciiDigit((char)text[at - 2]);

    /// <summary>Whether the bytes that decide about the end of a row of digits are there.</summary>
    private static bool CanTell(ReadOnlySpan<byte> text, int end, bool final) =>
        final || end + 1 < text.Length || (end < text.Length && text[end] != '.');

    /// <summary>True when neither a letter follows nor the fraction of a larger number.</summary>
    private static bool Ends(ReadOnlySpan<byte> text, int end)
    {
        if (end == text.Length)
            return true;
        if (!TextBoundary.IsAfter(text[end]))
            return false;
        return text[end] != '.' || end + 1 == text.Length || !char.IsAsciiDigit((char)text[end + 1]);
    }
}
