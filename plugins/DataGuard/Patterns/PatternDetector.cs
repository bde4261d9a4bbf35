using DataGuard.Detection;

namespace DataGuard.Patterns;

/// <summary>
/// Searches a stream for a pattern. A finding is everything that belongs to any match: matches that overlap are one finding.
/// Immutable: what belongs to one body is in a <see cref="Scanning.PatternCursor"/>.
/// </summary>
internal sealed class PatternDetector
{
    /// <summary>Most bytes of a pattern, with its repeats written out.</summary>
    public const int MaxPatternBytes = 1024;

    /// <summary>Most bytes of all literals of a detector together.</summary>
    public const int MaxLiteralBytes = 8192;

    private PatternDetector(Pattern pattern, int maxPositions)
    {
        var automaton = PositionAutomaton.Build(pattern.Root, maxPositions);
        Forwards = DfaBuilder.Build(DfaSource.Forwards(automaton, pattern.StartsAtBoundary));
        Backwards = DfaBuilder.Build(DfaSource.Backwards(automaton));
        Filter = new FingerprintFilter(PatternFingerprints.Of(automaton));
        StartsAtBoundary = pattern.StartsAtBoundary;
        EndsAtBoundary = pattern.EndsAtBoundary;
        MaxLength = automaton.MaxLength;
    }

    /// <summary>Its state number 0, and 1 when <see cref="StartsAtBoundary"/>, mean that nothing is under way.</summary>
    public Dfa Forwards { get; }

    public Dfa Backwards { get; }

    public FingerprintFilter Filter { get; }

    public bool StartsAtBoundary { get; }

    public bool EndsAtBoundary { get; }

    /// <summary>Bytes of the longest match.</summary>
    public int MaxLength { get; }

    /// <exception cref="PatternException">The pattern cannot be used; the message says why.</exception>
    public static PatternDetector Of(string pattern, bool ignoreCase) => new(PatternParser.Parse(pattern, ignoreCase), MaxPatternBytes);

    /// <exception cref="PatternException">The texts cannot be used; the message says why.</exception>
    public static PatternDetector OfLiterals(IEnumerable<string> texts, bool ignoreCase, bool wholeWords)
    {
        // In order, so that neighbours share a fingerprint.
        var options = texts.Distinct().Order(StringComparer.Ordinal).Select(text => LiteralNode.Of(text, ignoreCase)).ToArray();
        return new PatternDetector(new Pattern(new PatternNode.Choice(options), wholeWords, wholeWords), MaxLiteralBytes);
    }

    /// <summary>The furthest place at which a match that ends at <paramref name="end"/> begins, or -1.</summary>
    /// <param name="text">The text.</param>
    /// <param name="end">Index after the match.</param>
    public int StartOf(ReadOnlySpan<byte> text, int end)
    {
        var (found, state) = (-1, 0);
        for (var at = end - 1; at >= Math.Max(0, end - MaxLength); at--)
        {
            state = Backwards.Step(state, text[at]);
            if (state == Backwards.Dead)
                break;
            if (Backwards.Accepts(state) && (!StartsAtBoundary || IsBoundary(text, at)))
                found = at;
        }
        return found;
    }

    /// <summary>True between a word character and another one; the ends of the text count as others.</summary>
    public static bool IsBoundary(ReadOnlySpan<byte> text, int at) =>
        (at > 0 && ByteClass.WordByte.Contains(text[at - 1])) != (at < text.Length && ByteClass.WordByte.Contains(text[at]));
}
