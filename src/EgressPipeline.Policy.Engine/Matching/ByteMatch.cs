namespace EgressPipeline.Policy.Matching;

/// <summary>A condition on one text. Immutable, safe for concurrent use; a test allocates nothing.</summary>
public sealed class ByteMatch
{
    private readonly FullMatchRegex? _regex;

    private ByteMatch(ByteMatchKind kind, string text, bool ignoreCase, FullMatchRegex? regex)
    {
        Kind = kind;
        Text = text;
        IgnoreCase = ignoreCase;
        Value = AsciiText.Bytes(text);
        _regex = regex;
    }

    public ByteMatchKind Kind { get; }

    /// <summary>The value as written, without the asterisk of prefix and suffix.</summary>
    public string Text { get; }

    public byte[] Value { get; }

    /// <summary>What every text that fulfils the condition begins with, but for case where that does not matter; empty when that is not plain to see.</summary>
    internal byte[] Beginning => Kind is ByteMatchKind.Exact or ByteMatchKind.Prefix ? Value : _regex?.Prefix ?? [];

    /// <summary>ASCII case does not matter; never true of a regex.</summary>
    public bool IgnoreCase { get; }

    public static ByteMatch Present { get; } = new(ByteMatchKind.Present, "", false, null);

    public static ByteMatch Exact(string text, bool ignoreCase = false) => new(ByteMatchKind.Exact, text, ignoreCase, null);

    public static ByteMatch Prefix(string text, bool ignoreCase = false) => new(ByteMatchKind.Prefix, text, ignoreCase, null);

    public static ByteMatch Suffix(string text, bool ignoreCase = false) => new(ByteMatchKind.Suffix, text, ignoreCase, null);

    public static ByteMatch Regex(FullMatchRegex regex) => new(ByteMatchKind.Regex, regex.Pattern, false, regex);

    /// <summary>AuthorizationPolicy's form: <c>*</c> (present), <c>prefix*</c>, <c>*suffix</c>, else exact.</summary>
    public static ByteMatch FromGlob(string text, bool ignoreCase = false)
    {
        if (text == "*")
            return Present;
        if (text.Length > 1 && text[0] == '*')
            return Suffix(text.Substring(1), ignoreCase);
        return text.Length > 1 && text[text.Length - 1] == '*' ? Prefix(text.Substring(0, text.Length - 1), ignoreCase) : Exact(text, ignoreCase);
    }

    /// <summary>True when the text fulfils the condition. <see cref="ByteMatchKind.Present"/> wants at least one byte.</summary>
    public bool IsMatch(ReadOnlySpan<byte> text) => Kind switch
    {
        ByteMatchKind.Present => !text.IsEmpty,
        ByteMatchKind.Exact => AreEqual(text),
        ByteMatchKind.Prefix => text.Length >= Value.Length && AreEqual(text.Slice(0, Value.Length)),
        ByteMatchKind.Suffix => text.Length >= Value.Length && AreEqual(text.Slice(text.Length - Value.Length)),
        _ => _regex!.IsMatch(text),
    };

    public override string ToString() => Kind switch
    {
        ByteMatchKind.Present => "*",
        ByteMatchKind.Prefix => Text + "*",
        ByteMatchKind.Suffix => "*" + Text,
        ByteMatchKind.Regex => "/" + Text + "/",
        _ => Text,
    };

    private bool AreEqual(ReadOnlySpan<byte> text) =>
        IgnoreCase ? AsciiText.EqualsIgnoreCase(Value, text) : text.SequenceEqual(Value);
}
