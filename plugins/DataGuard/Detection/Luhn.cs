namespace DataGuard.Detection;

/// <summary>The check digit of card numbers (ISO/IEC 7812-1, annex B).</summary>
internal static class Luhn
{
    /// <summary>True when the last digit is the right one.</summary>
    /// <param name="digits">Values 0 to 9.</param>
    public static bool IsValid(ReadOnlySpan<byte> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            int digit = digits[^(i + 1)];
            if (i % 2 == 1)
                digit = digit > 4 ? (digit * 2) - 9 : digit * 2;
            sum += digit;
        }
        return sum % 10 == 0;
    }
}
