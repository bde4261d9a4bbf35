using System.Buffers;
using System.Buffers.Text;

namespace DataGuard.Detection;

/// <summary>
/// JSON Web Tokens, signed or encrypted (RFC 7515 and 7516, compact form): a header in base64url that is a JSON object with an algorithm, a
/// point, and whatever belongs to base64url and points after it.
/// </summary>
internal sealed class JwtRecognizer : Recognizer
{
    private const int MaxHeader = 4096;

    private static readonly SearchValues<byte> Base64UrlBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);
    private static readonly SearchValues<byte> TokenBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."u8);

    public override string Name => "jwt";

    // {" in base64url, then a letter of the first name.
    public override Fingerprint Fingerprint => new(ByteClass.Of('e'), ByteClass.Of('y'), ByteClass.Of('J'), ByteClass.Word);

    public override Verdict Judge(ReadOnlySpan<byte> text, int at, bool final)
    {
        if (!text[at..].StartsWith("eyJ"u8) || !TextBoundary.IsBefore(text, at))
            return Verdict.Nothing;
        var seen = text[at..Math.Min(text.Length, at + MaxHeader)];
        var length = seen.IndexOfAnyExcept(Base64UrlBytes);
        if (length < 0)
            return final || seen.Length == MaxHeader ? Verdict.Nothing : Verdict.NeedMore;
        if (seen[length] != '.' || !HasAlgorithm(seen[..length]))
            return Verdict.Nothing;
        var next = at + length + 1;
        if (next == text.Length)
            return final ? Verdict.Nothing : Verdict.NeedMore;
        return Base64UrlBytes.Contains(text[next]) ? Verdict.FoundOpen(at, next + 1) : Verdict.Nothing;
    }

    public override int Extend(ReadOnlySpan<byte> text, ref int memory, out bool ended)
    {
        var end = text.IndexOfAnyExcept(TokenBytes);
        ended = end >= 0;
        return ended ? end : text.Length;
    }

    private static bool HasAlgorithm(ReadOnlySpan<byte> header)
    {
        Span<byte> json = stackalloc byte[MaxHeader];
        return Base64Url.DecodeFromUtf8(header, json, out _, out var written) == OperationStatus.Done && json[..written].IndexOf("\"alg\""u8) >= 0;
    }
}
