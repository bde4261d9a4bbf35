using System.Buffers;

namespace DataGuard.Scanning;

/// <summary>
/// Overwrites findings, piece by piece and byte for byte, so that the text around stays what it was: escapes of JSON and forms
/// are left whole, and so is what could open or close a string, a tag or a line.
/// </summary>
internal static class Mask
{
    private const int AfterBackslash = -1;

    // What the built-in detectors find is letters, digits and these. Separators are left, so that it can be seen what it was.
    private static readonly SearchValues<byte> Secret = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_"u8);

    // All that a custom text or pattern may not break.
    private static readonly SearchValues<byte> Structure = SearchValues.Create([(byte)'"', (byte)'<', (byte)'>', (byte)'&', .. Enumerable.Range(0, 32).Select(value => (byte)value)]);

    /// <summary>Overwrites a piece of a finding.</summary>
    /// <param name="text">The piece as it was sent.</param>
    /// <param name="target">The same place of the text that is sent on. What other detectors have overwritten there stays so.</param>
    /// <param name="style">What to write over what.</param>
    /// <param name="memory">0 at the start of a finding, <see cref="StartingAfter"/> where a byte is before it; carries escapes that are cut.</param>
    public static void Apply(ReadOnlySpan<byte> text, Span<byte> target, in MaskStyle style, ref int memory)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (Escapes(text[i], ref memory))
                continue;
            if (style.IsCustom ? !Structure.Contains(text[i]) : Secret.Contains(text[i]))
                target[i] = style.With;
        }
    }

    /// <summary>The memory of a finding that begins after a byte.</summary>
    public static int StartingAfter(byte before) => before == '\\' ? AfterBackslash : 0;

    /// <summary>Index after the part of a finding that is overwritten when some letters and digits at its end are left.</summary>
    public static int EndBefore(ReadOnlySpan<byte> finding, int kept)
    {
        var end = finding.Length;
        for (; kept > 0 && end > 0; end--)
            if (char.IsAsciiLetterOrDigit((char)finding[end - 1]))
                kept--;
        return end;
    }

    /// <summary>True for a byte of an escape: <c>\n</c>, <c>\u0020</c>, <c>%20</c>.</summary>
    private static bool Escapes(byte value, ref int memory)
    {
        switch (memory)
        {
            case AfterBackslash:
                memory = value == 'u' ? 4 : 0;
                return true;
            case > 0 when char.IsAsciiHexDigit((char)value):
                memory--;
                return true;
            default:
                memory = value switch
                {
                    (byte)'\\' => AfterBackslash,
                    (byte)'%' => 2,
                    _ => 0,
                };
                return memory != 0;
        }
    }
}
