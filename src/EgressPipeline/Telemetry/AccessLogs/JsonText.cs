using System.Buffers;
using System.Text;

namespace EgressPipeline.Telemetry.AccessLogs;

/// <summary>
/// Writes texts as JSON strings in pure ASCII: nothing a client sends can end the string, start a line or drive a terminal.
/// </summary>
internal static class JsonText
{
    private static readonly SearchValues<byte> Safe = SearchValues.Create(
        [.. Enumerable.Range(0x20, 0x5F).Where(c => c is not ('"' or '\\')).Select(c => (byte)c)]);

    /// <summary>The text in quotes, cut after <paramref name="maxBytes"/> of input.</summary>
    public static void Append(LogLine line, ReadOnlySpan<byte> utf8, int maxBytes)
    {
        line.Append((byte)'"');
        AppendInner(line, utf8, maxBytes);
        line.Append((byte)'"');
    }

    /// <summary>A text of our own in quotes.</summary>
    public static void Append(LogLine line, string text)
    {
        line.Append((byte)'"');
        AppendInner(line, text);
        line.Append((byte)'"');
    }

    public static void AppendInner(LogLine line, string text)
    {
        var start = line.AppendUtf8(text);
        if (line.Since(start).ContainsAnyExcept(Safe))
            Escape(line, start);
    }

    public static void AppendInner(LogLine line, ReadOnlySpan<byte> utf8, int maxBytes)
    {
        var kept = utf8.Length > maxBytes ? utf8[..maxBytes] : utf8;
        var unsafeAt = kept.IndexOfAnyExcept(Safe);
        if (unsafeAt < 0)
            line.Append(kept);
        else
        {
            line.Append(kept[..unsafeAt]);
            AppendEscaped(line, kept[unsafeAt..]);
        }
        if (kept.Length < utf8.Length)
            line.Append(LoggedText.Ellipsis);
    }

    // Rare: a text of ours with a character that needs escaping. The text is copied aside, then written again.
    private static void Escape(LogLine line, int start)
    {
        var copy = line.Since(start).ToArray();
        line.Truncate(start);
        AppendEscaped(line, copy);
    }

    private static void AppendEscaped(LogLine line, ReadOnlySpan<byte> utf8)
    {
        while (!utf8.IsEmpty)
        {
            Rune.DecodeFromUtf8(utf8, out var rune, out var consumed);
            AppendRune(line, rune);
            utf8 = utf8[consumed..];
        }
    }

    private static void AppendRune(LogLine line, Rune rune)
    {
        switch (rune.Value)
        {
            case '"':
                line.Append("\\\""u8);
                return;
            case '\\':
                line.Append("\\\\"u8);
                return;
            case >= 0x20 and < 0x7F:
                line.Append((byte)rune.Value);
                return;
            default:
                Span<char> units = stackalloc char[2];
                foreach (var unit in units[..rune.EncodeToUtf16(units)])
                    AppendUnit(line, unit);
                return;
        }
    }

    private static void AppendUnit(LogLine line, char unit)
    {
        var span = line.Reserve(6);
        "\\u"u8.CopyTo(span);
        for (var i = 0; i < 4; i++)
            span[2 + i] = "0123456789abcdef"u8[unit >> (12 - 4 * i) & 0xF];
        line.Advance(6);
    }
}
