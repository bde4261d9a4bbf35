namespace DataGuard.Detection;

internal static class GroupSeparators
{
    private static ReadOnlySpan<byte> EncodedSpace => "%20"u8;

    /// <summary>Reads a separator, if there is one.</summary>
    /// <param name="text">What follows a group.</param>
    /// <param name="separator">What it begins with; <see cref="GroupSeparator.None"/> for anything else.</param>
    /// <param name="length">Its bytes.</param>
    /// <returns>False when more bytes are needed to tell.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, out GroupSeparator separator, out int length)
    {
        (separator, length) = (GroupSeparator.None, 1);
        if (text.IsEmpty)
            return false;
        separator = text[0] switch
        {
            (byte)' ' => GroupSeparator.Space,
            (byte)'-' => GroupSeparator.Dash,
            (byte)'+' => GroupSeparator.Plus,
            _ => GroupSeparator.None,
        };
        if (text[0] != '%')
            return true;
        if (text.Length < EncodedSpace.Length)
            return !EncodedSpace.StartsWith(text);
        if (text.StartsWith(EncodedSpace))
            (separator, length) = (GroupSeparator.EncodedSpace, EncodedSpace.Length);
        return true;
    }
}
