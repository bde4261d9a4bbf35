namespace DataGuard.Detection;

/// <summary>Which numbers the card schemes give out: by their first digits (ISO/IEC 7812) and their lengths.</summary>
internal static class CardIssuers
{
    /// <summary>Fewest digits of any card.</summary>
    public const int MinDigits = 13;

    /// <summary>Most digits of any card.</summary>
    public const int MaxDigits = 19;

    private const int PrefixDigits = 6;

    // First and last of the first six digits; lengths as bits. Ranges are in order and do not overlap.
    private static readonly (int First, int Last, int Lengths)[] Ranges =
    [
        (220_000, 220_499, Between(16, 19)), // Mir
        (222_100, 272_099, Only(16)), // Mastercard
        (300_000, 305_999, Between(14, 19)), // Diners Club
        (309_500, 309_599, Between(14, 19)), // Diners Club
        (340_000, 349_999, Only(15)), // American Express
        (352_800, 358_999, Between(16, 19)), // JCB
        (360_000, 369_999, Between(14, 19)), // Diners Club
        (370_000, 379_999, Only(15)), // American Express
        (380_000, 399_999, Between(14, 19)), // Diners Club
        (400_000, 499_999, Only(13) | Only(16) | Only(19)), // Visa
        (500_000, 509_999, Between(13, 19)), // Maestro, Dankort, RuPay, Elo, Verve
        (510_000, 559_999, Only(16)), // Mastercard
        (560_000, 599_999, Between(13, 19)), // Maestro
        (601_100, 601_199, Between(16, 19)), // Discover
        (620_000, 629_999, Between(16, 19)), // UnionPay
        (630_000, 639_999, Between(13, 19)), // Maestro
        (640_000, 659_999, Between(16, 19)), // Discover, RuPay, Elo, Troy
        (670_000, 679_999, Between(13, 19)), // Maestro
        (810_000, 829_999, Between(16, 19)), // UnionPay, RuPay
        (979_200, 979_299, Only(16)), // Troy
    ];

    /// <summary>True when some scheme gives out numbers of this length that begin so.</summary>
    /// <param name="digits">The digits as values 0 to 9, at least <see cref="MinDigits"/>.</param>
    public static bool Issue(ReadOnlySpan<byte> digits)
    {
        var prefix = 0;
        foreach (var digit in digits[..PrefixDigits])
            prefix = (prefix * 10) + digit;
        foreach (var (first, last, lengths) in Ranges)
            if (prefix <= last)
                return prefix >= first && (lengths & Only(digits.Length)) != 0;
        return false;
    }

    private static int Only(int length) => 1 << length;

    private static int Between(int shortest, int longest) => (1 << (longest + 1)) - (1 << shortest);
}
