namespace DataGuard.Detection;

/// <summary>
/// Secret AWS access keys. They are 40 characters without any mark of their own, so the name before them is what is looked for:
/// <c>SecretAccessKey</c>, <c>aws_secret_access_key</c>, <c>secret-key</c> …, then a value in JSON, XML, YAML, an
/// environment file or a form.
/// </summary>
internal sealed class AwsSecretKeyRecognizer : Recognizer
{
    private const int KeyLength = 40;
    private const int MaxGap = 16;

    public override string Name => "aws-secret-key";

    public override Fingerprint Fingerprint =>
        new(ByteClass.EitherCase('s'), ByteClass.EitherCase('e'), ByteClass.EitherCase('c'), ByteClass.EitherCase('r'));

    public override Verdict Judge(ReadOnlySpan<byte> text, int at, bool final)
    {
        var missing = final ? Verdict.Nothing : Verdict.NeedMore;
        var position = at;
        foreach (var part in (ReadOnlySpan<string>)["secret", "access", "key"])
        {
            var match = StartsWith(text[position..], part);
            if (match == null)
                return missing;
            if (match == false && part != "access")
                return Verdict.Nothing;
            position += match == true ? part.Length : 0;
            if (position == text.Length)
                return missing;
            if (match == true && part != "key" && text[position] is (byte)'_' or (byte)'-' or (byte)'.')
                position++;
        }
        for (var gap = 0; position < text.Length && IsGap(text[position]); gap++, position++)
            if (gap == MaxGap)
                return Verdict.Nothing;
        return position == text.Length ? missing : JudgeValue(text, position, final);
    }

    private static Verdict JudgeValue(ReadOnlySpan<byte> text, int start, bool final)
    {
        var missing = final ? Verdict.Nothing : Verdict.NeedMore;
        var position = start;
        var (upper, lower, digit) = (false, false, false);
        for (var count = 0; count < KeyLength; count++)
        {
            if (position == text.Length)
                return missing;
            upper |= char.IsAsciiLetterUpper((char)text[position]);
            lower |= char.IsAsciiLetterLower((char)text[position]);
            digit |= char.IsAsciiDigit((char)text[position]);
            var length = CharacterLength(text[position..]);
            if (length == null)
                return missing;
            if (length == 0)
                return Verdict.Nothing;
            position += length.Value;
        }
        if (position == text.Length)
            return final && upper && lower && digit ? Verdict.Found(start, position) : missing;
        // A longer row is something else (a token, a key of another kind); one case only is a hash in hexadecimal.
        var ends = TextBoundary.IsAfter(text[position]) && text[position] is not ((byte)'+' or (byte)'/' or (byte)'=');
        return ends && upper && lower && digit ? Verdict.Found(start, position) : Verdict.Nothing;
    }

    /// <summary>Compares without case.</summary>
    /// <returns>Null when the text ends before that is certain.</returns>
    private static bool? StartsWith(ReadOnlySpan<byte> text, string word)
    {
        for (var i = 0; i < word.Length; i++)
        {
            if (i == text.Length)
                return null;
            if ((text[i] | 0x20) != word[i])
                return false;
        }
        return true;
    }

    private static bool IsGap(byte value) => value is (byte)'"' or (byte)'\'' or (byte)'\\' or (byte)':' or (byte)'=' or (byte)'>' or (byte)',' or (byte)' ' or (byte)'\t';

    /// <summary>Bytes of one character of a key: one, or an escape of a slash or plus.</summary>
    /// <returns>0 when it is none; null when more bytes are needed to tell.</returns>
    private static int? CharacterLength(ReadOnlySpan<byte> text) => text[0] switch
    {
        (byte)'+' or (byte)'/' => 1,
        (byte)'\\' => text.Length < 2 ? null : text[1] == '/' ? 2 : 0,
        (byte)'%' => text.Length < 3 ? null : text[1] == '2' && text[2] is (byte)'B' or (byte)'b' or (byte)'F' or (byte)'f' ? 3 : 0,
        var value => char.IsAsciiLetterOrDigit((char)value) ? 1 : 0,
    };
}
