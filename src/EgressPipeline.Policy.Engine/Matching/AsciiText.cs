namespace EgressPipeline.Policy.Matching;

/// <summary>ASCII comparison of bytes on both target frameworks.</summary>
internal static class AsciiText
{
    /// <summary>Equal but for ASCII case; bytes above 127 must be the same.</summary>
    public static bool EqualsIgnoreCase(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
#if NET
        if (left.SequenceEqual(right) || System.Text.Ascii.EqualsIgnoreCase(left, right))
            return true;
#endif
        if (left.Length != right.Length)
            return false;
        for (var i = 0; i < left.Length; i++)
            if (left[i] != right[i] && ToLower(left[i]) != ToLower(right[i]))
                return false;
        return true;
    }

    public static byte ToLower(byte c) => c is >= (byte)'A' and <= (byte)'Z' ? (byte)(c | 0x20) : c;

    public static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    public static string Text(ReadOnlySpan<byte> bytes) => System.Text.Encoding.UTF8.GetString(bytes.ToArray());
}
