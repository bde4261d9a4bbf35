namespace DataGuard.Detection;

/// <summary>Ids of AWS access keys, permanent (AKIA…) and temporary (ASIA…): 20 capitals and digits.</summary>
internal sealed class AwsAccessKeyRecognizer : Recognizer
{
    private const int Length = 20;

    public override string Name => "aws-access-key";

    public override Fingerprint Fingerprint =>
        new(ByteClass.Of('A'), ByteClass.Of('K') | ByteClass.Of('S'), ByteClass.Of('I'), ByteClass.Of('A'));

    public override Verdict Judge(ReadOnlySpan<byte> text, int at, bool final)
    {
        if (!TextBoundary.IsBefore(text, at) || text[at] != 'A' || text[at + 1] is not ((byte)'K' or (byte)'S') || text[at + 2] != 'I' || text[at + 3] != 'A')
            return Verdict.Nothing;
        for (var i = Fingerprint.Length; i < Length; i++)
        {
            if (at + i == text.Length)
                return final ? Verdict.Nothing : Verdict.NeedMore;
            if (!char.IsAsciiLetterUpper((char)text[at + i]) && !char.IsAsciiDigit((char)text[at + i]))
                return Verdict.Nothing;
        }
        var end = at + Length;
        if (end == text.Length)
            return final ? Verdict.Found(at, end) : Verdict.NeedMore;
        return TextBoundary.IsAfter(text[end]) ? Verdict.Found(at, end) : Verdict.Nothing;
    }
}
