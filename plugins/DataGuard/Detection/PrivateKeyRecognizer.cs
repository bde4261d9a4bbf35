using System.Buffers;

namespace DataGuard.Detection;

/// <summary>
/// Private keys in PEM (RFC 7468) and OpenPGP armour: the BEGIN line of any kind of private key with base64 after it. The lines between may
/// be real lines or escapes of JSON and forms.
/// </summary>
internal sealed class PrivateKeyRecognizer : Recognizer
{
    private const int MaxLabel = 64;
    private const int MaxPreamble = 1024; // headers such as Proc-Type, DEK-Info and Comment
    private const int MinData = 32; // of base64 in one line

    private static readonly SearchValues<byte> LabelBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 +"u8);
    private static readonly SearchValues<byte> Base64Bytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="u8);
    private static readonly SearchValues<byte> BodyBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n\t \\%:,-.()@_"u8);

    public override string Name => "private-key";

    public override Fingerprint Fingerprint => new(ByteClass.Of('B'), ByteClass.Of('E'), ByteClass.Of('G'), ByteClass.Of('I'));

    public override Verdict Judge(ReadOnlySpan<byte> text, int at, bool final)
    {
        var missing = final ? Verdict.Nothing : Verdict.NeedMore;
        if (at < 5 || !text[(at - 5)..at].SequenceEqual("-----"u8))
            return Verdict.Nothing;
        var label = text[at..Math.Min(text.Length, at + MaxLabel)];
        var length = label.IndexOfAnyExcept(LabelBytes);
        if (length < 0)
            return label.Length == MaxLabel ? Verdict.Nothing : missing;
        if (!IsPrivateKey(label[..length]))
            return Verdict.Nothing;
        var start = at + length;
        for (var dash = 0; dash < 5; dash++, start++)
        {
            if (start == text.Length)
                return missing;
            if (text[start] != '-')
                return Verdict.Nothing;
        }
        var preamble = text[start..Math.Min(text.Length, start + MaxPreamble)];
        var end = EndOfFirstData(preamble, out var stopped);
        if (end >= 0)
            return Verdict.FoundOpen(start, start + end);
        return stopped || preamble.Length == MaxPreamble ? Verdict.Nothing : missing;
    }

    /// <summary>All that may stand in the body belongs to it, up to two dashes in a row, as the END line has them.</summary>
    public override int Extend(ReadOnlySpan<byte> text, ref int memory, out bool ended)
    {
        for (var i = 0; i < text.Length; i++)
        {
            ended = text[i] == '-' ? memory == 1 : !BodyBytes.Contains(text[i]);
            if (ended)
                return i;
            memory = text[i] == '-' ? 1 : 0;
        }
        ended = false;
        return text.Length;
    }

    private static bool IsPrivateKey(ReadOnlySpan<byte> label)
    {
        var plus = label.Contains((byte)'+'); // a space in a form
        return label.EndsWith(plus ? "PRIVATE+KEY"u8 : "PRIVATE KEY"u8) || label.EndsWith(plus ? "PRIVATE+KEY+BLOCK"u8 : "PRIVATE KEY BLOCK"u8);
    }

    /// <summary>Index after the first <see cref="MinData"/> bytes of base64 in a row, or -1.</summary>
    private static int EndOfFirstData(ReadOnlySpan<byte> text, out bool stopped)
    {
        stopped = true;
        for (var (i, row) = (0, 0); i < text.Length; i++)
        {
            row = Base64Bytes.Contains(text[i]) ? row + 1 : 0;
            if (row == MinData)
                return i + 1;
            if (!BodyBytes.Contains(text[i]) || (text[i] == '-' && i > 0 && text[i - 1] == '-'))
                return -1;
        }
        stopped = false;
        return -1;
    }
}
