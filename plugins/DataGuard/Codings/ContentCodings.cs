using System.Text;

namespace DataGuard.Codings;

internal static class ContentCodings
{
    /// <summary>Reads a content-encoding header.</summary>
    /// <param name="value">Its value; empty when there is none.</param>
    public static ContentCoding Parse(ReadOnlySpan<byte> value)
    {
        var found = ContentCoding.Identity;
        foreach (var range in value.Split((byte)','))
        {
            var name = value[range].Trim(" \t"u8);
            if (name.IsEmpty || Ascii.EqualsIgnoreCase(name, "identity"u8))
                continue;
            found = found == ContentCoding.Identity ? Known(name) : ContentCoding.Other;
        }
        return found;
    }

    /// <summary>Writes an accept-encoding header without the codings that cannot be looked into.</summary>
    /// <param name="value">What the application accepts.</param>
    /// <param name="target">At least as long.</param>
    /// <returns>Bytes written.</returns>
    public static int WriteAcceptable(ReadOnlySpan<byte> value, Span<byte> target)
    {
        var written = 0;
        foreach (var range in value.Split((byte)','))
        {
            var item = value[range].Trim(" \t"u8);
            var end = item.IndexOf((byte)';');
            if (item.IsEmpty || !IsAcceptable((end < 0 ? item : item[..end]).Trim(" \t"u8)))
                continue;
            if (written > 0)
                target[written++] = (byte)',';
            item.CopyTo(target[written..]);
            written += item.Length;
        }
        return written;
    }

    // "*" stands for any other coding: without it, those that are not named are refused only where "*;q=0" said so.
    private static bool IsAcceptable(ReadOnlySpan<byte> name) => Ascii.EqualsIgnoreCase(name, "identity"u8) || Known(name) != ContentCoding.Other;

    private static ContentCoding Known(ReadOnlySpan<byte> name)
    {
        if (Ascii.EqualsIgnoreCase(name, "gzip"u8) || Ascii.EqualsIgnoreCase(name, "x-gzip"u8))
            return ContentCoding.Gzip;
        if (Ascii.EqualsIgnoreCase(name, "deflate"u8))
            return ContentCoding.Deflate;
        return Ascii.EqualsIgnoreCase(name, "br"u8) ? ContentCoding.Brotli : ContentCoding.Other;
    }
}
