namespace CredentialInjection.Bytes;

/// <summary>Percent-encoding (RFC 3986 §2.1) as servers read it: a percent sign without two digits stands for itself.</summary>
internal static class PercentCoding
{
    /// <summary>Takes the next byte of an encoded text and moves on.</summary>
    /// <param name="text">Not empty.</param>
    public static byte Take(scoped ref ReadOnlySpan<byte> text)
    {
        var one = text[0];
        if (one == '%' && text.Length >= 3 && char.IsAsciiHexDigit((char)text[1]) && char.IsAsciiHexDigit((char)text[2]))
        {
            one = (byte)((Digit(text[1]) << 4) | Digit(text[2]));
            text = text[3..];
            return one;
        }
        text = text[1..];
        return one;
    }

    private static int Digit(byte one) => one <= '9' ? one - '0' : (one | 0x20) - 'a' + 10;
}
