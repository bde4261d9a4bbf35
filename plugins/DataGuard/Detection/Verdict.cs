namespace DataGuard.Detection;

/// <summary>What a recogniser says about one place of a text.</summary>
internal readonly record struct Verdict
{
    private Verdict(VerdictKind kind, int start, int end)
    {
        Kind = kind;
        Start = start;
        End = end;
    }

    public VerdictKind Kind { get; }

    /// <summary>Index of the first byte of the finding, at or after the judged place.</summary>
    public int Start { get; }

    /// <summary>Index after the last byte that is known to belong to the finding.</summary>
    public int End { get; }

    public static Verdict Nothing => default;

    /// <summary>The answer depends on bytes that are not there yet.</summary>
    public static Verdict NeedMore => new(VerdictKind.NeedMore, 0, 0);

    public static Verdict Found(int start, int end) => new(VerdictKind.Found, start, end);

    /// <summary>Found, and what follows may belong to it as well: see <see cref="Recognizer.Extend"/>.</summary>
    public static Verdict FoundOpen(int start, int end) => new(VerdictKind.FoundOpen, start, end);
}
