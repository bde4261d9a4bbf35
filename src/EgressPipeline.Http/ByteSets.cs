using System.Buffers;

namespace EgressPipeline.Http;

/// <summary>The byte classes of RFC 9110 §5.6.2 and RFC 9112, as vectorised searches.</summary>
internal static class ByteSets
{
    /// <summary><c>tchar</c>.</summary>
    public static readonly SearchValues<byte> Token = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>Every control byte but HTAB: nothing of these belongs inside a line.</summary>
    public static readonly SearchValues<byte> Controls = SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 127]);

    /// <summary>
    /// What a request target may consist of: visible ASCII but <c>#</c>. Wider than RFC 3986 (<c>|</c>, <c>"</c>,
    /// <c>\</c> … are sent by real clients and are unambiguous here); the path normaliser deals with them.
    /// </summary>
    public static readonly SearchValues<byte> Target = SearchValues.Create(
        "!\"$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"u8);

    /// <summary>What a host name may consist of here: no sub-delims and no percent signs, which no resolver takes.</summary>
    public static readonly SearchValues<byte> HostName = SearchValues.Create(
        "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>Letters of a DNS label; the underscore because real services use it.</summary>
    public static readonly SearchValues<byte> DnsLabel = SearchValues.Create(
        "-_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    public static bool IsToken(ReadOnlySpan<byte> text) => !text.IsEmpty && !text.ContainsAnyExcept(Token);

    public static bool IsBlank(byte value) => value is (byte)' ' or (byte)'\t';

    public static ReadOnlySpan<byte> TrimBlanks(ReadOnlySpan<byte> text)
    {
        var start = 0;
        while (start < text.Length && IsBlank(text[start]))
            start++;
        var end = text.Length;
        while (end > start && IsBlank(text[end - 1]))
            end--;
        return text[start..end];
    }
}
